import Foundation
import Synchronization
import TestKit
import Testing

@testable import Curl

@Suite struct HTTPClientTests {
    private let client = HTTPClient(configuration: .init(userAgent: "lorapipe/test"))

    @Test func sendsAndReceives() async throws {
        let server = try ScriptedServer { request in
            .answer(
                status: 201, headers: [("X-Thing", "a"), ("x-thing", "b")],
                body: request.method + request.target)
        }
        defer { server.stop() }
        var request = HTTPRequest(
            server.url + "/a/../b//c?q=1", method: "POST", body: .bytes(Array("hello".utf8)))
        request.headers = [("apikey", "k"), ("X-Empty", "")]
        let response = try await client.send(request)
        #expect(response.status == 201)
        #expect(response.text == "POST/a/../b//c?q=1")
        #expect(response.header("X-THING") == "a")
        #expect(response.bytesReceived == Int64(response.body.count))
        let seen = try #require(server.requests.first)
        #expect(seen.body == Array("hello".utf8))
        #expect(seen.header("User-Agent") == "lorapipe/test")
        #expect(seen.header("apikey") == "k")
        #expect(seen.header("X-Empty") == "")
        #expect(seen.header("Content-Type") == nil)
        #expect(seen.header("Accept-Encoding") == nil)
    }

    /// libcurl would never say of such a request that it has finished.
    @Test(.timeLimit(.minutes(1))) func aRequestThatLibcurlDoesNotTakeIsAnError() async throws {
        let server = try ScriptedServer { _ in .answer() }
        defer { server.stop() }
        let isFull = Mutex(true)
        let client = HTTPClient { multi, easy in
            isFull.withLock { $0 } ? "Out of memory" : TransferLoop.add(multi, easy)
        }
        let error = await #expect(throws: HTTPError.self) { try await client.send(HTTPRequest(server.url)) }
        #expect(error?.message == "libcurl could not begin a request: Out of memory")
        #expect(error?.mayHaveReachedServer == false)
        // The control, and a sign that the loop goes on.
        isFull.withLock { $0 = false }
        #expect(try await client.send(HTTPRequest(server.url)).status == 200)
        #expect(server.requests.count == 1)
    }

    @Test func redirectsAndErrorStatusesAreAnswers() async throws {
        let server = try ScriptedServer { request in
            request.path == "/away"
                ? .answer(status: 302, headers: [("Location", "/home")]) : .answer(status: 503, body: "no")
        }
        defer { server.stop() }
        #expect(try await client.send(HTTPRequest(server.url + "/away")).status == 302)
        #expect(try await client.send(HTTPRequest(server.url + "/x")).text == "no")
        #expect(server.requests.map(\.path) == ["/away", "/x"])
    }

    /// Each bad server with its kind; the control is the same body served well.
    @Test func badServersAreToldApart() async throws {
        let body = [UInt8](repeating: 7, count: 50_000)
        let server = try ScriptedServer { request in
            switch request.path {
            case "/cut": .cut(body: body, after: 20_000)
            case "/long": .misannounced(length: 60_000, body: body)
            case "/close": .close
            case "/noise": .raw(Array("this is not HTTP\r\n\r\n".utf8))
            case "/endless": .endless(chunk: body)
            case "/slow": .delayed(.seconds(30), .answer())
            case "/drip": .drip(body: body, every: .milliseconds(200))
            default: .answer(body: body)
            }
        }
        defer { server.stop() }
        func kind(_ path: String, limit: Int = 100_000, total: Duration? = nil) async -> HTTPError.Kind? {
            var request = HTTPRequest(server.url + path, sink: .memory(limit: limit))
            request.totalTimeout = total
            request.stallLimit = .init(bytesPerSecond: 1000, seconds: 1)
            do { return try await client.send(request).status == 200 ? nil : .other } catch {
                return error.kind
            }
        }
        #expect(await kind("/well") == nil)
        #expect(await kind("/cut") == .closedEarly)
        #expect(await kind("/long") == .closedEarly)
        #expect(await kind("/close") == .emptyReply)
        #expect(await kind("/noise") == .badReply)
        #expect(await kind("/endless") == .tooLarge(limit: 100_000))
        #expect(await kind("/well", limit: 49_999) == .tooLarge(limit: 49_999))
        #expect(await kind("/well", limit: 50_000) == nil)
        #expect(await kind("/slow", total: .milliseconds(300)) == .timedOut)
        #expect(await kind("/drip") == .stalled)
        server.stop()
        #expect(await kind("/well") == .couldNotConnect)
    }

    @Test func unusableRequestsAreRefusedWithoutTheirSecrets() async throws {
        func error(_ url: String, _ headers: [(name: String, value: String)] = []) async -> HTTPError? {
            do {
                _ = try await client.send(HTTPRequest(url, headers: headers))
                return nil
            } catch { return error }
        }
        #expect(await error("ftp://h/x?token=s3cret")?.kind == .invalidURL)
        #expect(await error("file:///etc/passwd")?.kind == .invalidURL)
        #expect(await error("http://u:s3cret@h/")?.kind == .invalidURL)
        #expect(await error("/only/a/path")?.kind == .invalidURL)
        #expect(await error("http://h/a b")?.kind == .invalidURL)
        #expect(await error("http://127.0.0.1:1/", [("apikey", "s3cret\r\nX: y")])?.kind == .invalidRequest)
        let refused = await error("http://127.0.0.1:1/p?token=s3cret")
        #expect(refused?.kind == .couldNotConnect)
        #expect(refused?.message.contains("127.0.0.1:1/p") == true)
        #expect(refused?.message.contains("s3cret") == false)
        #expect(refused?.mayHaveReachedServer == false)
        #expect(await error("http://nowhere.invalid/")?.kind == .couldNotResolve)
    }

    @Test func cancellingEndsTheTransferAtOnce() async throws {
        let server = try ScriptedServer { _ in .delayed(.seconds(60), .answer()) }
        defer { server.stop() }
        let start = ContinuousClock.now
        let task = Task { [client] in try await client.send(HTTPRequest(server.url)) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        let error = await #expect(throws: HTTPError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
        #expect(error?.mayHaveReachedServer == true)
        // The server would answer only after 60.
        #expect(ContinuousClock.now - start < .seconds(50))
    }

    @Test func runsNoMoreAtOnceThanAllowed() async throws {
        let load = Mutex((now: 0, most: 0))
        let server = try ScriptedServer { _ in
            load.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            usleep(20_000)
            load.withLock { $0.now -= 1 }
            return .answer(body: "x")
        }
        defer { server.stop() }
        let client = HTTPClient(configuration: .init(maxConnections: 3))
        let statuses = try await withThrowingTaskGroup { group in
            for _ in 0..<24 { group.addTask { try await client.send(HTTPRequest(server.url)).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 24))
        #expect(load.withLock { $0.most } == 3)
        #expect(server.connections <= 3)
    }
}
