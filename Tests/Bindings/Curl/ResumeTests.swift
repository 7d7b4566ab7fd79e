import Curl
import Foundation
import TestKit
import Testing

@Suite struct ResumeTests {
    private let client = HTTPClient()
    private let directory: TemporaryDirectory
    private static let whole = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 13) }

    init() throws { directory = try TemporaryDirectory("resume") }

    private func fetch(
        _ url: String, from offset: Int64, limit: Int64 = 1000, keepsPartial: Bool = true
    ) async throws -> HTTPResponse {
        var request = HTTPRequest(
            url, sink: .file(path: directory.path("f"), limit: limit, keepsPartial: keepsPartial))
        request.resumeFrom = offset
        return try await client.send(request)
    }

    private func kind(
        _ url: String, from offset: Int64, limit: Int64 = 1000, keepsPartial: Bool = true
    ) async -> HTTPError.Kind? {
        do {
            _ = try await fetch(url, from: offset, limit: limit, keepsPartial: keepsPartial)
            return nil
        } catch {
            return (error as? HTTPError)?.kind
        }
    }

    private func server(_ reply: ScriptedServer.Reply) throws -> ScriptedServer {
        try ScriptedServer { _ in reply }
    }

    private func rest(_ offset: Int, range: String?, status: Int = 206) -> ScriptedServer.Reply {
        .answer(
            status: status, headers: range.map { [("Content-Range", $0)] } ?? [],
            body: Array(Self.whole[offset...]))
    }

    @Test func anInterruptedFileIsCompleted() async throws {
        let server = try ScriptedServer { request in
            if request.header("Range") == nil { return .cut(body: Self.whole, after: 400) }
            return rest(400, range: "bytes 400-999/1000")
        }
        defer { server.stop() }
        #expect(await kind(server.url, from: 0) == .closedEarly)
        #expect(try directory.bytes("f") == Array(Self.whole[..<400]))
        let response = try await fetch(server.url, from: 400)
        #expect(response.status == 206 && response.bytesReceived == 600)
        #expect(response.contentRange?.bytes == 400...999 && response.contentRange?.total == 1000)
        #expect(server.requests.last?.header("Range") == "bytes=400-")
        #expect(try directory.bytes("f") == Self.whole)
    }

    /// The control: without `keepsPartial` nothing is left to go on with.
    @Test func withoutTheWishNothingPartialIsKept() async throws {
        let server = try server(.cut(body: Self.whole, after: 400))
        defer { server.stop() }
        #expect(await kind(server.url, from: 0, keepsPartial: false) == .closedEarly)
        #expect(try directory.names() == [])
        try directory.write([0, 1, 2], "f")
        #expect(await kind(server.url, from: 4) == .io)
        #expect(server.requests.count == 1)
    }

    @Test func whatStandsBehindTheOffsetIsCutOff() async throws {
        let server = try server(rest(400, range: "bytes 400-999/1000"))
        defer { server.stop() }
        try directory.write(Self.whole[..<400] + [9, 9, 9, 9], "f")
        _ = try await fetch(server.url, from: 400)
        #expect(try directory.bytes("f") == Self.whole)
    }

    @Test func aServerWithoutRangesStartsOver() async throws {
        let server = try server(.answer(body: Self.whole))
        defer { server.stop() }
        try directory.write([UInt8](repeating: 7, count: 2000), "f")
        #expect(try await fetch(server.url, from: 400).status == 200)
        #expect(try directory.bytes("f") == Self.whole)
    }

    @Test(arguments: [
        nil, "bytes 399-998/1000", "bytes 0-599/1000", "bytes 400-999", "400-999/1000", "bytes */1000",
        "bytes 400-/1000", "bytes 999-400/1000", "bytes 400-999/900", "bytes +400-999/1000",
    ])
    func anotherPartIsNotTaken(range: String?) async throws {
        let server = try server(rest(400, range: range))
        defer { server.stop() }
        let before = Array(Self.whole[..<400])
        try directory.write(before, "f")
        #expect(await kind(server.url, from: 400) == .badReply)
        #expect(try directory.bytes("f") == before)
    }

    @Test func aPieceOfTheRestIsNotTheWhole() async throws {
        let piece = ScriptedServer.Reply.answer(
            status: 206, headers: [("Content-Range", "bytes 400-499/1000")],
            body: Array(Self.whole[400..<500]))
        let server = try server(piece)
        defer { server.stop() }
        try directory.write(Self.whole[..<400], "f")
        #expect(await kind(server.url, from: 400) == .closedEarly)
        #expect(try directory.bytes("f") == Array(Self.whole[..<500]))
    }

    @Test func theLimitCountsTheWholeFile() async throws {
        let server = try server(rest(400, range: "bytes 400-999/*"))
        defer { server.stop() }
        try directory.write(Self.whole[..<400], "f")
        #expect(await kind(server.url, from: 400, limit: 999) == .tooLarge(limit: 999))
        #expect(await kind(server.url, from: 400, limit: 1000) == nil)
        #expect(try directory.bytes("f") == Self.whole)
    }

    @Test func refusalsLeaveTheFileAlone() async throws {
        let server = try server(rest(0, range: "bytes */400", status: 416))
        defer { server.stop() }
        try directory.write(Self.whole[..<400], "f")
        let response = try await fetch(server.url, from: 400, keepsPartial: false)
        #expect(response.status == 416 && response.contentRange?.total == 400)
        #expect(try directory.bytes("f") == Array(Self.whole[..<400]))
    }
}
