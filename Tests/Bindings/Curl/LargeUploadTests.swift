import Curl
import Foundation
import Synchronization
import TestKit
import Testing

/// A payload of many gigabytes goes from disk to the network without passing through memory. Each in a process of
/// its own, whose memory is measured.
@Suite(.timeLimit(.minutes(5))) struct LargeUploadTests {
    /// How much more than before was in use at the most, in bytes, while a body was sent as a payload is.
    private static func growth(sending body: () throws -> HTTPRequest.Body, of size: Int64) async throws
        -> Int
    {
        let server = try ScriptedServer(keptBody: 0) { _ in .answer(status: 201) }
        defer { server.stop() }
        let client = HTTPClient()
        func send(_ body: HTTPRequest.Body, of size: Int64) async throws {
            var request = HTTPRequest(server.url, method: "POST", body: body)
            request.singleUse = true
            request.expect100 = true
            request.expect100Timeout = .seconds(60)
            request.stallLimit = .init(bytesPerSecond: 1, seconds: 600)
            let seen = Mutex<(last: Int64, isSteady: Bool, held: [Int64])>((0, true, []))
            request.onUpload = { sent, total in
                seen.withLock { $0 = (sent, $0.isSteady && sent > $0.last && total == size, $0.held) }
            }
            request.beforeLastByte = { seen.withLock { $0.held.append($0.last) } }
            #expect(try await client.send(request).status == 201)
            #expect(seen.withLock { $0.isSteady && $0.last == size })
            #expect(seen.withLock { $0.held } == [size - 1])
            let arrived = try #require(server.requests.last)
            #expect(
                arrived.header("Content-Length") == "\(size)" && arrived.header("Transfer-Encoding") == nil)
            #expect(arrived.isComplete && arrived.bodyLength == size)
        }
        // What the first request brings with it, as libraries, counts as idle.
        try await send(.bytes([1, 2, 3]), of: 3)
        let idle = try PeakMemory.restart()
        try await send(try body(), of: size)
        return try PeakMemory.peak() - idle
    }

    @Test func eightGigabytesGoFromDiskAtConstantMemory() async throws {
        await #expect(processExitsWith: .success) {
            let directory = try TemporaryDirectory("large")
            let size: Int64 = 8 << 30
            let path = try directory.write("", "payload.json")
            #expect(truncate(path, off_t(size)) == 0)
            let growth = try await Self.growth(sending: { .file(path: path, length: size) }, of: size)
            #expect(growth < 64 << 20, "\(growth) bytes more than idle")
        }
    }

    /// The control: a body that is held in memory is seen by the same measure.
    @Test func aBodyInMemoryIsSeen() async throws {
        await #expect(processExitsWith: .success) {
            let size = 256 << 20
            let growth = try await Self.growth(
                sending: { .bytes([UInt8](repeating: 1, count: size)) }, of: Int64(size))
            #expect(growth >= size, "\(growth) bytes more than idle")
        }
    }
}
