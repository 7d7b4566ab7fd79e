import Foundation
import TestKit
import Testing

@testable import Curl

/// Opening a pipe that nobody writes to blocks for ever, unless it is asked not to.
@Suite("A pipe in place of a file", .timeLimit(.minutes(1)))
struct PipeTests {
    private let directory: TemporaryDirectory
    private let pipe: String

    init() throws {
        directory = try TemporaryDirectory("pipe")
        pipe = directory.path("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
    }

    @Test("is no file of certificates")
    func certificates() {
        let error = #expect(throws: HTTPError.self) { try CertificateFile(pipe) }
        #expect(error?.kind == .io && error?.message == "\(pipe) is not a regular file")
    }

    @Test("is not sent as a body: nothing reaches the server")
    func body() async throws {
        let server = try ScriptedServer { _ in .answer(body: "taken") }
        let request = HTTPRequest(server.url, method: "POST", body: .file(path: pipe, length: 5))
        let error = await #expect(throws: HTTPError.self) { try await HTTPClient().send(request) }
        #expect(error?.kind == .io && error?.message.contains("is not a regular file") == true)
        #expect(server.requests.isEmpty)
        // The control: a regular file of that length is sent.
        let file = directory.path("file")
        try Data("hello".utf8).write(to: URL(fileURLWithPath: file))
        let sent = HTTPRequest(server.url, method: "POST", body: .file(path: file, length: 5))
        #expect(try await HTTPClient().send(sent).text == "taken")
    }
}
