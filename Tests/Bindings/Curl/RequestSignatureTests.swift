import Curl
import Foundation
import TestKit
import Testing

/// What libcurl signs is signed again by botocore, the S3 clients' own library.
@Suite struct RequestSignatureTests {
    private let signature = RequestSignature(
        accessKeyID: "AKID:EXAMPLE", secretAccessKey: "s3cr:et/key+=&%41", region: "eu-central-1")

    /// The path of a key with every character that is special somewhere, percent-encoded once.
    @Test(
        .needs(.python),
        arguments: [
            "/bucket/plain-name_1.~png",
            "/storage/v1/s3/b/a%20b%2Bc%26d%3Fe%3Df%40g%27h%28i%29j%3Bk%3Al%24m%21n%2Co%25p%C3%A4%F0%9F%8C%8A.jpg",
            "/b/?list-type=2&max-keys=10&prefix=a%2Fb%20c",
        ])
    func botocoreComesToTheSame(target: String) async throws {
        var request = signature
        for token in [nil, "t/ok+en=="] {
            request = RequestSignature(
                accessKeyID: signature.accessKeyID, secretAccessKey: signature.secretAccessKey,
                sessionToken: token, region: signature.region)
            let (sent, url) = try await capture(target, request)
            #expect(sent.target == target)
            #expect(sent.header("x-amz-content-sha256") == "UNSIGNED-PAYLOAD")
            #expect(sent.header("x-amz-security-token") == token)
            let theirs = try botocore(sent, url, request)
            #expect(theirs == sent.header("Authorization") ?? "")
        }
    }

    /// The control of the test above: botocore's word is not the same for another secret, path or method.
    @Test(.needs(.python)) func anotherRequestHasAnotherSignature() async throws {
        let (sent, url) = try await capture("/b/name", signature)
        let own = sent.header("Authorization")
        let other = RequestSignature(
            accessKeyID: signature.accessKeyID, secretAccessKey: "another", region: signature.region)
        #expect(try botocore(sent, url, other) != own)
        #expect(try botocore(sent, url + "x", signature) != own)
        #expect(try botocore(sent, url, signature) == own)
    }

    @Test func theSecretIsNotShown() async throws {
        var request = HTTPRequest("http://127.0.0.1:1/b/name")
        request.signature = signature
        var dumped = ""
        dump(request, to: &dumped)
        let error = await #expect(throws: HTTPError.self) { try await HTTPClient().send(request) }
        for text in ["\(request)", String(reflecting: request), dumped, error?.message ?? ""] {
            #expect(!text.contains("s3cr") && !text.contains("AKID"))
        }
    }

    @Test func whatCannotBeSignedIsRefused() async throws {
        func kind(_ signature: RequestSignature, _ headers: [(name: String, value: String)] = []) async
            -> HTTPError.Kind?
        {
            var request = HTTPRequest("http://127.0.0.1:1/", headers: headers)
            request.signature = signature
            do { _ = try await HTTPClient().send(request) } catch { return error.kind }
            return nil
        }
        func with(_ key: String, region: String = "r", service: String = "s3") -> RequestSignature {
            RequestSignature(
                accessKeyID: "id", secretAccessKey: key, region: region, service: service)
        }
        #expect(await kind(with("")) == .invalidRequest)
        #expect(await kind(with("k", region: "")) == .invalidRequest)
        #expect(await kind(with("k", region: "a:b")) == .invalidRequest)
        #expect(await kind(with("k", service: String(repeating: "s", count: 65))) == .invalidRequest)
        #expect(await kind(with("k"), [("authorization", "Bearer x")]) == .invalidRequest)
        #expect(await kind(with("k"), [("X-Empty", "")]) == .invalidRequest)
        #expect(await kind(with("k"), [("X", "a  b")]) == .invalidRequest)
        #expect(await kind(with("k"), [("X", "a"), ("x", "b")]) == .invalidRequest)
        #expect(await kind(with("k"), [("X", "a")]) == .couldNotConnect)
    }

    private func capture(
        _ target: String, _ signature: RequestSignature
    ) async throws -> (request: ScriptedServer.Request, url: String) {
        let server = try ScriptedServer { _ in .answer(body: "x") }
        defer { server.stop() }
        var request = HTTPRequest(
            server.url + target, headers: [("Range", "bytes=0-9"), ("If-None-Match", "\"a b\"")])
        request.signature = signature
        #expect(try await HTTPClient().send(request).status == 200)
        return (try #require(server.requests.first), request.url)
    }

    private func botocore(
        _ sent: ScriptedServer.Request, _ url: String, _ signature: RequestSignature
    ) throws -> String {
        let authorization = sent.header("Authorization") ?? ""
        let list = try #require(authorization.firstMatch(of: /SignedHeaders=([^,]+)/)).1
        let names = list.split(separator: ";").map(String.init)
        let headers = Dictionary(uniqueKeysWithValues: names.map { ($0, sent.header($0) ?? "") })
        let facts: [String: Any] = [
            "method": sent.method, "url": url, "headers": headers, "date": sent.header("X-Amz-Date") ?? "",
            "id": signature.accessKeyID, "secret": signature.secretAccessKey, "region": signature.region,
        ]
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(Program.root)/.build-python/bin/python")
        process.arguments = ["-c", Self.script]
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: JSONSerialization.data(withJSONObject: facts))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: answer, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static let script = """
        import json, sys
        from botocore.auth import S3SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials
        facts = json.load(sys.stdin)
        request = AWSRequest(facts["method"], facts["url"], headers=facts["headers"])
        request.context["timestamp"] = facts["date"]
        auth = S3SigV4Auth(Credentials(facts["id"], facts["secret"]), "s3", facts["region"])
        # What the server does: the canonical request from what arrived, then the signature.
        canonical = auth.canonical_request(request)
        signature = auth.signature(auth.string_to_sign(request, canonical), request)
        signed = auth.signed_headers(auth.headers_to_sign(request))
        print("AWS4-HMAC-SHA256 Credential=" + auth.scope(request)
              + ", SignedHeaders=" + signed + ", Signature=" + signature)
        """
}
