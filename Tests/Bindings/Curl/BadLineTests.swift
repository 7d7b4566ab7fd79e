import Curl
import Foundation
import TestKit
import Testing

@Suite(.timeLimit(.minutes(2))) struct BadLineTests {
    private let client = HTTPClient()
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("line") }

    private func fetch(_ url: String, stall: HTTPRequest.StallLimit?) async throws -> HTTPResponse {
        var request = HTTPRequest(url, sink: .file(path: directory.path("f"), limit: 1 << 20))
        request.stallLimit = stall
        return try await client.send(request)
    }

    /// The control is the same line without the limit.
    @Test(arguments: [true, false]) func oneByteASecondIsGivenUp(isLimited: Bool) async throws {
        let server = try ScriptedServer { _ in .drip(body: [1, 2, 3], every: .seconds(1)) }
        defer { server.stop() }
        let limit = HTTPRequest.StallLimit(bytesPerSecond: 100, seconds: 1)
        if isLimited {
            let error = await #expect(throws: HTTPError.self) { try await fetch(server.url, stall: limit) }
            #expect(error?.kind == .stalled)
            #expect(try directory.names() == [])
        } else {
            #expect(try await fetch(server.url, stall: nil).bytesReceived == 3)
            #expect(try directory.bytes("f") == [1, 2, 3])
        }
    }

    /// A line that says nothing more in the middle of a body, and one that is cut there.
    @Test func aLineThatTurnsBadInTheMiddleLeavesNoFile() async throws {
        let body = [UInt8](repeating: 7, count: 400_000)
        let server = try ScriptedServer { _ in .answer(body: body) }
        defer { server.stop() }
        let port = try #require(URLComponents(string: server.url)?.port)
        let proxy = try FaultyProxy(to: port)
        defer { proxy.stop() }
        let url = "http://127.0.0.1:\(proxy.port)/"
        let limit = HTTPRequest.StallLimit(bytesPerSecond: 100, seconds: 1)
        for (mode, kind) in [
            (.silentAfter(200_000), HTTPError.Kind.stalled), (.cutAfter(200_000), .closedEarly),
        ] as [(FaultyProxy.Mode, HTTPError.Kind)] {
            // The control comes first: the line while it is good.
            proxy.mode = .pass
            #expect(try await fetch(url, stall: limit).bytesReceived == 400_000)
            try FileManager.default.removeItem(atPath: directory.path("f"))
            proxy.mode = mode
            let error = await #expect(throws: HTTPError.self) { try await fetch(url, stall: limit) }
            #expect(error?.kind == kind && error?.isTransient == true)
            #expect(try directory.names() == [])
        }
    }

    /// A body that says it is compressed, which nobody asked for, is kept as it came: 1 kB stays 1 kB, and never
    /// becomes the megabyte that it could be blown up to.
    @Test func whatComesCompressedUnaskedIsNeverBlownUp() async throws {
        let big = try directory.write([UInt8](repeating: 0, count: 1_000_000), "big")
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-9n", big]
        try gzip.run()
        gzip.waitUntilExit()
        let bomb = try directory.bytes("big.gz")
        #expect(bomb.count < 2000)
        let server = try ScriptedServer { _ in
            .answer(headers: [("Content-Encoding", "gzip")], body: bomb)
        }
        defer { server.stop() }
        let response = try await client.send(
            HTTPRequest(server.url, sink: .file(path: directory.path("f"), limit: 2000)))
        #expect(response.bytesReceived == Int64(bomb.count))
        #expect(try directory.bytes("f") == bomb)
        #expect(server.requests.first?.header("Accept-Encoding") == nil)
    }
}
