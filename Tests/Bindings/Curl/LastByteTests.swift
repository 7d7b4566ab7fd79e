import Curl
import Foundation
import Synchronization
import TestKit
import Testing

/// What is done before the last byte of a body leaves: without it, no server has the whole request.
@Suite(.timeLimit(.minutes(2))) struct LastByteTests {
    private struct Failure: Error, CustomStringConvertible {
        let description = "the ledger is on a full disk"
    }

    private static func post(_ url: String, _ count: Int) -> HTTPRequest {
        var request = HTTPRequest(url, method: "POST", body: .bytes([UInt8](repeating: 7, count: count)))
        request.singleUse = true
        return request
    }

    /// The control is the same request without a hook: all of it arrives.
    @Test(arguments: [1, 2, 700_000], [true, false])
    func aHookThatThrowsKeepsTheLastByteBack(count: Int, throwing: Bool) async throws {
        let server = try ScriptedServer { _ in .answer(body: "started") }
        var request = Self.post(server.url, count)
        if throwing { request.beforeLastByte = { throw Failure() } }
        do {
            let answer = try await HTTPClient().send(request)
            #expect(!throwing && answer.text == "started")
        } catch {
            #expect(throwing)
            #expect(error.kind == .io && error.message == "the ledger is on a full disk")
            #expect(error.mayHaveReachedServer && !error.bodyIsWhole)
            #expect(error.bodyBytesSent == Int64(count) - 1)
        }
        server.stop()
        let seen = try #require(server.requests.first)
        #expect(server.requests.count == 1)
        #expect(seen.isComplete == !throwing)
        #expect(seen.announcedLength == Int64(count))
        #expect(throwing ? seen.bodyLength < count : seen.bodyLength == count)
    }

    @Test(arguments: [1, 700_000]) func allButTheLastByteIsThereWhenTheHookRuns(count: Int) async throws {
        let server = try ScriptedServer { _ in .answer() }
        defer { server.stop() }
        let calls = Mutex<[Int64]>([])
        let sent = Mutex<[Int64]>([])
        var request = Self.post(server.url, count)
        request.onUpload = { bytes, _ in sent.withLock { $0.append(bytes) } }
        request.beforeLastByte = {
            // What was handed over before must arrive by itself; a last byte too many would come meanwhile.
            while server.requests.isEmpty && server.bodyBytes < Int64(count) - 1 { usleep(1_000) }
            usleep(100_000)
            calls.withLock { $0.append(server.bodyBytes) }
        }
        #expect(try await HTTPClient().send(request).status == 200)
        #expect(calls.withLock { $0 } == [Int64(count) - 1])
        #expect(server.requests.first?.bodyLength == Int64(count))
        #expect(sent.withLock { $0.last } == Int64(count))
    }

    @Test func anEmptyBodyHasNoLastByte() async throws {
        let server = try ScriptedServer { _ in .answer(status: 201) }
        defer { server.stop() }
        var request = Self.post(server.url, 0)
        request.beforeLastByte = { throw Failure() }
        #expect(try await HTTPClient().send(request).status == 201)
    }

    /// The control is a server that takes the body and then refuses.
    @Test(arguments: [413, 401, 503], [true, false])
    func aRefusalBeforeTheBodyNeverCallsTheHook(status: Int, early: Bool) async throws {
        let server = try ScriptedServer(
            beforeBody: { _ in early ? .answer(status: status, body: "no") : nil },
            { _ in .answer(status: status, body: "no") })
        defer { server.stop() }
        let calls = Mutex(0)
        var request = Self.post(server.url, 400_000)
        request.expect100 = true
        request.beforeLastByte = { calls.withLock { $0 += 1 } }
        let answer = try await HTTPClient().send(request)
        #expect(answer.status == status && answer.text == "no")
        #expect(calls.withLock { $0 } == (early ? 0 : 1))
        #expect(server.bodyBytes == (early ? 0 : 400_000))
    }

    /// libcurl by itself repeats such a request, thousands of times: it leaves out its own Expect and not ours.
    @Test func anExpectationThatIsNotMetIsAnAnswer() async throws {
        let server = try ScriptedServer(
            beforeBody: { $0.header("Expect") == nil ? nil : .answer(status: 417, body: "what?") },
            { _ in .answer(status: 201, body: "started") })
        defer { server.stop() }
        let calls = Mutex(0)
        var request = Self.post(server.url, 400_000)
        request.expect100 = true
        request.beforeLastByte = { calls.withLock { $0 += 1 } }
        let answer = try await HTTPClient().send(request)
        #expect(answer.status == 417)
        #expect(calls.withLock { $0 } == 0 && server.bodyBytes == 0)
        #expect(server.connections == 1)
        request.expect100 = false
        #expect(try await HTTPClient().send(request).text == "started")
        #expect(calls.withLock { $0 } == 1)
    }

    /// A server that knows nothing of expectations says nothing; the body follows all the same.
    @Test func aServerThatNeverSaysContinueGetsTheBodyInTheEnd() async throws {
        let server = try ScriptedServer(saysContinue: false) { _ in .answer(status: 201) }
        defer { server.stop() }
        let calls = Mutex(0)
        var request = Self.post(server.url, 400_000)
        request.expect100 = true
        request.expect100Timeout = .milliseconds(300)
        request.beforeLastByte = { calls.withLock { $0 += 1 } }
        #expect(try await HTTPClient().send(request).status == 201)
        #expect(calls.withLock { $0 } == 1)
        #expect(server.requests.map(\.bodyLength) == [400_000])
    }

    @Test func aConnectionThatBreaksAfterTheLastByteIsToldFromOneBefore() async throws {
        let server = try ScriptedServer { _ in .close }
        defer { server.stop() }
        let error = await #expect(throws: HTTPError.self) {
            try await HTTPClient().send(Self.post(server.url, 5))
        }
        #expect(error?.kind == .emptyReply && error?.bodyIsWhole == true)
        server.stop()
        let unsent = await #expect(throws: HTTPError.self) {
            try await HTTPClient().send(Self.post(server.url, 5))
        }
        #expect(unsent?.kind == .couldNotConnect && unsent?.bodyIsWhole == false)
    }
}
