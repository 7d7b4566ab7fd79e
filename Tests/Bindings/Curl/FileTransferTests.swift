import Curl
import Foundation
import Synchronization
import TestKit
import Testing

@Suite final class FileTransferTests {
    private let client = HTTPClient()
    private let directory = FileManager.default.temporaryDirectory.path + "/curl-test-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    // A leftover is no failure of the code tested.
    deinit { try? FileManager.default.removeItem(atPath: directory) }

    private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = "\(directory)/\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func onlyACompleteSuccessLeavesAFile() async throws {
        let server = try ScriptedServer { request in
            switch request.path {
            case "/well": .answer(body: [1, 2, 3])
            case "/empty": .answer()
            case "/cut": .cut(body: [UInt8](repeating: 1, count: 9000), after: 4000)
            case "/gone": .answer(status: 404, body: "not here")
            default: .answer(status: 500, body: [UInt8](repeating: 65, count: 300_000))
            }
        }
        defer { server.stop() }
        func fetch(_ path: String) async throws -> HTTPResponse {
            try await client.send(
                HTTPRequest(server.url + path, sink: .file(path: directory + path, limit: 10_000)))
        }
        let files = { (name: String) in
            FileManager.default.contents(atPath: self.directory + name).map { Array($0) }
        }
        let response = try await fetch("/well")
        #expect(response.body.isEmpty && response.bytesReceived == 3)
        #expect(files("/well") == [1, 2, 3])
        _ = try await fetch("/empty")
        #expect(files("/empty") == [])
        await #expect(throws: HTTPError.self) { try await fetch("/cut") }
        #expect(files("/cut") == nil)
        #expect(try await fetch("/gone").text == "not here")
        #expect(files("/gone") == nil)
        let storm = try await fetch("/storm")
        #expect(storm.status == 500 && storm.body.count == 65536)
    }

    @Test func aFileIsSentWholeWithItsProgress() async throws {
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let path = try file("body", bytes)
        let server = try ScriptedServer(keptBody: 4 << 20) { _ in .answer(status: 201, body: "ok") }
        defer { server.stop() }
        let last = Mutex<(Int64, Int64)>((0, 0))
        var request = HTTPRequest(
            server.url, method: "POST", body: .file(path: path, length: Int64(bytes.count)))
        request.singleUse = true
        request.expect100 = true
        request.onUpload = { sent, total in last.withLock { $0 = (sent, total) } }
        #expect(try await client.send(request).status == 201)
        #expect(server.requests.first?.body == bytes)
        #expect(last.withLock { $0 } == (3_000_000, 3_000_000))

        request.body = .file(path: path, length: 2_999_999)
        let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
        #expect(error?.kind == .io && error?.mayHaveReachedServer == false)
        #expect(server.requests.count == 1)
    }

    @Test func aRefusalComesBeforeTheBody() async throws {
        let path = try file("large", [UInt8](repeating: 1, count: 20_000_000))
        let server = try ScriptedServer(beforeBody: { _ in .answer(status: 413, body: "too large") }) { _ in
            .answer()
        }
        defer { server.stop() }
        var request = HTTPRequest(server.url, method: "POST", body: .file(path: path, length: 20_000_000))
        request.singleUse = true
        request.expect100 = true
        let response = try await client.send(request)
        #expect(response.status == 413 && response.text == "too large")
        #expect(server.requests.map(\.bodyLength) == [0])
    }

    /// libcurl sends a POST a second time when a kept connection dies without an answer. The control shows
    /// it.
    @Test(arguments: [true, false]) func aSingleUsePostIsSentOnce(isSingleUse: Bool) async throws {
        let server = try ScriptedServer { request in
            request.method == "POST" && request.connection == 1 ? .close : .answer(body: "x")
        }
        defer { server.stop() }
        _ = try await client.send(HTTPRequest(server.url))
        // The first connection is kept; only the control takes it.
        var request = HTTPRequest(server.url, method: "POST", body: .bytes([1, 2, 3]))
        request.singleUse = isSingleUse
        if !isSingleUse {
            _ = try await client.send(request)
            #expect(server.requests.filter { $0.method == "POST" }.count == 2)
            return
        }
        let silent = try ScriptedServer { $0.method == "POST" ? .close : .answer(body: "x") }
        defer { silent.stop() }
        _ = try await client.send(HTTPRequest(silent.url))
        request.url = silent.url
        let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
        #expect(error?.kind == .emptyReply)
        #expect(error?.mayHaveReachedServer == true)
        #expect(error?.bodyBytesSent == 3)
        #expect(silent.requests.filter { $0.method == "POST" }.count == 1)
    }
}
