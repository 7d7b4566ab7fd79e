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
        // It may have read nothing yet of what came.
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
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

    /// All transfers share one thread: a hook that kept it busy would keep the second request waiting for ever, and
    /// the first one too, since only the second lets it go on.
    @Test(arguments: [true, false]) func otherRequestsGoOnWhileTheHookRuns(throwing: Bool) async throws {
        let server = try ScriptedServer { .answer(body: $0.method) }
        let client = HTTPClient()
        let (signal, open) = AsyncStream.makeStream(of: Void.self)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        var request = Self.post(server.url, 700_000)
        request.beforeLastByte = {
            begin.finish()
            for await _ in signal {}
            if throwing { throw Failure() }
        }
        let sending = Task { [request] in try await client.send(request) }
        for await _ in begun {}
        for _ in 0..<3 { #expect(try await client.send(HTTPRequest(server.url)).text == "GET") }
        #expect(server.requests.map(\.method) == ["GET", "GET", "GET"])
        open.finish()
        let outcome = await sending.result
        #expect(throwing ? (try? outcome.get()) == nil : try outcome.get().text == "POST")
        while server.requests.count < 4 { try await Task.sleep(for: .milliseconds(1)) }
        server.stop()
        #expect(server.requests.last?.isComplete == !throwing)
    }

    /// It may still be writing; whoever sent must not go on beside it.
    @Test func aCancelledRequestWaitsForItsHook() async throws {
        let server = try ScriptedServer { _ in .answer() }
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let (signal, open) = AsyncStream.makeStream(of: Void.self)
        let isDone = Mutex(false)
        var request = Self.post(server.url, 5)
        request.beforeLastByte = {
            begin.finish()
            for await _ in signal {}
            isDone.withLock { $0 = true }
        }
        let client = HTTPClient()
        let sending = Task { [request] in
            let result: Result<HTTPResponse, HTTPError>
            do throws(HTTPError) { result = .success(try await client.send(request)) } catch {
                result = .failure(error)
            }
            return (result, isDone.withLock { $0 })
        }
        for await _ in begun {}
        sending.cancel()
        // The transfer itself is given up at once.
        while !server.requests.contains(where: { !$0.isComplete }) {
            try await Task.sleep(for: .milliseconds(1))
        }
        open.finish()
        let (result, wasDone) = await sending.value
        #expect(throws: HTTPError.self) { try result.get() }
        #expect(wasDone)
        server.stop()
        #expect(server.requests.map(\.isComplete) == [false])
    }

    @Test(arguments: [1, 2, 700_000]) func whatLeavesIsShownBeforeTheHookIsCalled(count: Int) async throws {
        let server = try ScriptedServer { _ in .answer() }
        let directory = try TemporaryDirectory("shown")
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        let path = try directory.write(bytes, "body")
        for body in [HTTPRequest.Body.bytes(bytes), .file(path: path, length: Int64(count))] {
            let shown = Mutex<[UInt8]>([])
            let before = Mutex<[UInt8]>([])
            var request = Self.post(server.url, 0)
            request.body = body
            request.onBody = { piece in shown.withLock { $0 += piece } }
            request.beforeLastByte = { before.withLock { $0 = shown.withLock(\.self) } }
            #expect(try await HTTPClient().send(request).status == 200)
            #expect(before.withLock { $0 } == bytes && shown.withLock { $0 } == bytes)
        }
        server.stop()
        #expect(server.requests.map(\.body) == [bytes, bytes])
    }

    /// The last byte is not read a second time: what was looked at is what leaves.
    @Test func aByteThatChangesWhileTheHookRunsIsNotTheOneThatLeaves() async throws {
        let server = try ScriptedServer { _ in .answer() }
        let directory = try TemporaryDirectory("late")
        let path = try directory.write([1, 2, 3], "body")
        var request = Self.post(server.url, 0)
        request.body = .file(path: path, length: 3)
        request.beforeLastByte = {
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try file.write(contentsOf: Data([9, 9, 9]))
            try file.close()
        }
        #expect(try await HTTPClient().send(request).status == 200)
        server.stop()
        #expect(server.requests.first?.body == [1, 2, 3])
    }

    @Test func aBodyThatMayBeSentTwiceIsNotShown() async throws {
        var request = Self.post("http://127.0.0.1:1/", 5)
        request.singleUse = false
        request.onBody = { _ in }
        let error = await #expect(throws: HTTPError.self) { try await HTTPClient().send(request) }
        #expect(error?.kind == .invalidRequest)
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
