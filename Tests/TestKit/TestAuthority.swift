import Foundation

/// A certificate authority of one test's own, made by the `openssl` program. Nothing of it is trusted anywhere
/// else.
public final class TestAuthority: Sendable {
    /// A certificate and its private key, as PEM texts.
    public struct Identity: Sendable {
        /// The certificate.
        public let certificate: String
        /// The private key, without a password.
        public let key: String
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let directory: TemporaryDirectory
    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]

    /// The authority's own certificate, a PEM file that lives as long as this object.
    public var file: String { directory.path("ca.pem") }

    /// Makes an authority.
    public init(_ name: String = "Test Authority") throws {
        directory = try TemporaryDirectory("authority")
        try openssl(
            ["req", "-x509"] + Self.newKey + ["-subj", "/CN=\(name)", "-days", "2"]
                + ["-keyout", directory.path("ca.key"), "-out", directory.path("ca.pem")])
    }

    /// Makes a server's certificate.
    ///
    /// - Parameters:
    ///   - names: as `DNS:localhost` or `IP:127.0.0.1`.
    ///   - days: how long it holds from now; a negative number for one whose time is over.
    public func identity(for names: [String], days: Int = 1) throws -> Identity {
        let place = directory.path(UUID().uuidString)
        try openssl(
            ["req"] + Self.newKey + ["-subj", "/CN=server"]
                + ["-addext", "subjectAltName=\(names.joined(separator: ","))"]
                + ["-keyout", place + ".key", "-out", place + ".csr"])
        try openssl([
            "x509", "-req", "-in", place + ".csr", "-CA", file, "-CAkey", directory.path("ca.key"),
            "-CAcreateserial", "-days", "\(days)", "-copy_extensions", "copy", "-out", place + ".pem",
        ])
        return Identity(
            certificate: try String(contentsOfFile: place + ".pem", encoding: .utf8),
            key: try String(contentsOfFile: place + ".key", encoding: .utf8))
    }

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "openssl \(arguments[0]) failed: \(text)")
        }
    }
}
