import Curl
import Foundation
import Synchronization
import TestKit
import Testing

/// A proxy that was named on purpose: every request goes through it, and it is shown without its password.
@Suite(.timeLimit(.minutes(2))) struct NamedProxyTests {
    private static let canary = "p@ss:canary/7d41"
    private static let written = "carol:p%40ss%3Acanary%2F7d41"

    private static func client(_ proxy: String, _ authorities: String? = nil) throws -> HTTPClient {
        HTTPClient(configuration: .init(authorities: authorities, proxy: try ProxyAddress(proxy)))
    }

    @Test(arguments: [
        ("http://proxy.example.com:3128", "http://proxy.example.com:3128"),
        ("proxy.example.com:8080", "http://proxy.example.com:8080"),
        ("HTTP://Carol:s3cret@Proxy.Example.com:8080/", "http://proxy.example.com:8080"),
        ("http://[::1]:3128", "http://[::1]:3128"),
    ]) func addressesAreShownWithoutCredentials(text: String, shown: String) throws {
        #expect("\(try ProxyAddress(text))" == shown)
    }

    @Test(arguments: [
        "", "http://", "socks5://s3cret@h:1", "https://u:s3cret@h:1", "http://u:s3cret@h",
        "http://h:1/path/s3cret",
        "http://h:1?s3cret", "http://h:1#s3cret", "http://u:s3 cret@h:1", "http://u:s3cret@h:port",
    ]) func whatIsNoProxyIsRefusedWithoutBeingRepeated(text: String) {
        let error = #expect(throws: HTTPError.self) { try ProxyAddress(text) }
        #expect(error?.kind == .invalidURL)
        #expect(error?.message.contains("s3cret") == false && error?.message.contains("s3 cret") == false)
    }

    /// Loopback goes through it too, which an environment's never does.
    @Test func plainRequestsGoThroughItWhole() async throws {
        let server = try ScriptedServer { .answer(body: $0.target) }
        let proxy = try ForwardProxy(credentials: "carol:" + Self.canary)
        defer {
            proxy.stop()
            server.stop()
        }
        let client = try Self.client(proxy.url(for: Self.written))
        for path in ["/a?q=1", "/b"] {
            #expect(try await client.send(HTTPRequest(server.url + path)).text == path)
        }
        let named = server.url.replacing("127.0.0.1", with: "trainer.invalid") + "/c"
        #expect(try await client.send(HTTPRequest(named)).text == "/c")
        #expect(proxy.requests.map(\.target) == [server.url + "/a?q=1", server.url + "/b", named])
        #expect(server.requests.allSatisfy { $0.header("Proxy-Authorization") == nil })
    }

    @Test(.needs(.python)) func secretsForTheServerAreNotToldToTheProxyOfATunnel() async throws {
        let authority = try TestAuthority()
        let server = try ScriptedServer { _ in .answer(body: "ok") }
        let proxy = try ForwardProxy(credentials: "carol:" + Self.canary)
        defer {
            proxy.stop()
            server.stop()
        }
        let url = proxy.url(for: Self.written)
        try await TLSFront.run(try authority.identity(for: ["DNS:trainer.invalid"]), before: server) { port in
            let request = HTTPRequest(
                "https://trainer.invalid:\(port)/x", headers: [("Authorization", "Bearer t0ken")])
            let trusting = try Self.client(url, authority.file)
            #expect(try await trusting.send(request).text == "ok")
            #expect(server.requests.map { $0.header("Authorization") } == ["Bearer t0ken"])
            #expect(server.requests.allSatisfy { $0.header("Proxy-Authorization") == nil })
            #expect(proxy.requests.map(\.method) == ["CONNECT"])
            #expect(proxy.requests.map(\.target) == ["trainer.invalid:\(port)"])
            #expect(proxy.requests.allSatisfy { $0.header("Authorization") == nil })
            // Without the authority nothing of the request leaves.
            let other = try Self.client(url)
            let error = await #expect(throws: HTTPError.self) { try await other.send(request) }
            #expect(error?.kind == .tls && error?.mayHaveReachedServer == false)
            #expect(server.requests.count == 1)
        }
    }

    @Test func aProxysRefusalIsToldFromTheServers() async throws {
        let server = try ScriptedServer { _ in .answer(status: 502, body: "the server's own") }
        let proxy = try ForwardProxy(credentials: "carol:other") { head in
            head.target.contains("forbidden")
                ? .answer(status: 403, body: "<html><title>Not that one</title></html>") : nil
        }
        defer {
            proxy.stop()
            server.stop()
        }
        func refusal(_ credentials: String, _ url: String) async throws -> HTTPError {
            var request = HTTPRequest(url, method: "POST", body: .bytes([1, 2, 3]))
            request.singleUse = true
            request.expect100 = true
            let client = try Self.client(proxy.url(for: credentials))
            let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
            return try #require(error)
        }
        // Of a tunnel the refusal is an error, since no answer of the server's is there.
        for (credentials, url, status) in [
            (Self.written, "https://trainer.invalid:1/", 407),
            ("carol:other", "https://forbidden.invalid:1/", 403),
        ] {
            let error = try await refusal(credentials, url)
            #expect(error.kind == .proxyRefused(status: status))
            #expect(!error.mayHaveReachedServer && !error.bodyIsWhole && !error.isTransient)
            #expect(error.message.contains("the proxy \(proxy.url) answered \(status)"))
            #expect(!error.message.contains("canary"))
        }
        // Of a plain request it is an answer, as the server's own is.
        let wrong = try await Self.client(proxy.url(for: Self.written)).send(HTTPRequest(server.url))
        #expect(wrong.status == 407 && server.requests.isEmpty)
        let right = try await Self.client(proxy.url(for: "carol:other")).send(HTTPRequest(server.url))
        #expect(right.status == 502 && right.text == "the server's own")
        proxy.stop()
        let gone = try await refusal("carol:other", server.url)
        #expect(gone.kind == .couldNotConnect && gone.message.contains("the proxy \(proxy.url): "))
    }

    /// The body's two holding points work through a proxy: by absolute form, and by one that drops `Expect`.
    @Test(arguments: [true, false], [Set(), ["expect"]])
    func holdingABodyBackWorksThroughIt(throwing: Bool, strips: Set<String>) async throws {
        struct Failure: Error {}
        let server = try ScriptedServer { _ in .answer(status: 201) }
        let proxy = try ForwardProxy(strips: strips)
        var request = HTTPRequest(
            server.url, method: "POST", body: .bytes([UInt8](repeating: 1, count: 400_000)))
        request.singleUse = true
        request.expect100 = true
        request.expect100Timeout = strips.isEmpty ? .seconds(60) : .milliseconds(300)
        let calls = Mutex(0)
        request.beforeLastByte = {
            calls.withLock { $0 += 1 }
            if throwing { throw Failure() }
        }
        let client = try Self.client(proxy.url)
        do {
            #expect(try await client.send(request).status == 201 && !throwing)
        } catch {
            #expect(throwing && error.kind == .io && !error.bodyIsWhole)
        }
        proxy.stop()
        server.stop()
        #expect(calls.withLock { $0 } == 1)
        #expect(server.requests.map(\.isComplete) == [!throwing])
        #expect(throwing ? server.bodyBytes < 400_000 : server.bodyBytes == 400_000)
    }

    @Test func anEarlyRefusalComesThroughIt() async throws {
        let server = try ScriptedServer(beforeBody: { _ in .answer(status: 413, body: "too large") }) { _ in
            .answer()
        }
        let proxy = try ForwardProxy()
        defer {
            server.stop()
            proxy.stop()
        }
        var request = HTTPRequest(
            server.url, method: "POST", body: .bytes([UInt8](repeating: 1, count: 400_000)))
        request.singleUse = true
        request.expect100 = true
        request.beforeLastByte = { Issue.record("the body left") }
        let client = try Self.client(proxy.url)
        #expect(try await client.send(request).text == "too large")
        #expect(server.bodyBytes == 0)
    }

    /// In a process of its own: the environment belongs to all tests of this one.
    @Test func itWinsOverTheEnvironments() async throws {
        await #expect(processExitsWith: .success) {
            let server = try ScriptedServer { _ in .answer(body: "x") }
            let (named, other) = (try ForwardProxy(), try ForwardProxy())
            defer {
                server.stop()
                named.stop()
                other.stop()
            }
            setenv("http_proxy", other.url, 1)
            setenv("no_proxy", "*", 1)
            let client = HTTPClient(configuration: .init(proxy: try ProxyAddress(named.url)))
            #expect(try await client.send(HTTPRequest(server.url)).text == "x")
            #expect(named.requests.count == 1 && other.requests.isEmpty)
        }
    }
}
