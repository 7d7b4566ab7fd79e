import Curl
import Foundation
import TestKit
import Testing

@Suite struct CertificateFileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("certificates") }

    @Test func whatHoldsCertificatesIsTaken() throws {
        let (one, two) = (try TestAuthority("One"), try TestAuthority("Two"))
        #expect(try CertificateFile(one.file).path == one.file)
        let both = try [one.file, two.file].map { try String(contentsOfFile: $0, encoding: .utf8) }
        let bundle = try directory.write("# ours\n" + both.joined(separator: "\r\n# theirs\n"), "bundle.pem")
        #expect(try CertificateFile(bundle).path == bundle)
    }

    @Test func anythingElseIsNot() throws {
        let authority = try TestAuthority()
        let pem = try String(contentsOfFile: authority.file, encoding: .utf8)
        let key = try authority.identity(for: ["DNS:h"]).key
        for (text, why) in [
            ("", "no certificate"), (key, "no certificate"), ("not PEM at all", "no certificate"),
            (String(pem.prefix(pem.count / 2)), "no certificate"),
            (
                pem.replacing("-----BEGIN CERTIFICATE-----\nMI", with: "-----BEGIN CERTIFICATE-----\nAA"),
                "damaged"
            ),
            (pem + "-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----\n", "damaged"),
        ] {
            let path = try directory.write(text, "bad.pem")
            let error = #expect(throws: HTTPError.self) { try CertificateFile(path) }
            #expect(error?.kind == .io && error?.message.contains(why) == true)
        }
        for (path, why) in [
            (directory.path("gone.pem"), "can't be read (No such file or directory)"),
            (directory.path, "is not a regular file"),
        ] {
            let error = #expect(throws: HTTPError.self) { try CertificateFile(path) }
            #expect(error?.message == "\(path) \(why)")
        }
    }
}
