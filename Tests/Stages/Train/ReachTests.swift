import Curl
import Dataset
import MusubiAPI
import TestKit
import Testing
import Train

/// A trainer behind a company's proxy, with a certificate of the company's own authority.
@Suite("Reaching a trainer through a proxy, by a private authority", .timeLimit(.minutes(2)))
struct ReachTests {
    private static let password = "canary p@ss/word"
    private static let written = "carol:canary%20p%40ss%2Fword"

    /// What `RunContext` makes of an endpoint, for stages that have none.
    private static func client(_ endpoint: Endpoint) -> TrainerClient {
        TrainerClient(
            endpoint,
            http: HTTPClient(
                configuration: .init(authorities: endpoint.authorities?.path, proxy: endpoint.proxy)))
    }

    private static func failure(_ endpoint: Endpoint) async throws -> TrainError {
        let client = Self.client(endpoint)
        let error = await #expect(throws: TrainError.self) { try await client.health() }
        let shown = try #require(error)
        #expect(!shown.shown.contains("canary") && !"\(endpoint)".contains("canary"))
        return shown
    }

    @Test(
        "the right authority opens it, another or none does not, and the hint says what to do",
        .needs(.python))
    func authorities() async throws {
        let (own, other) = (try TestAuthority("Own"), try TestAuthority("Other"))
        let server = try ScriptedServer { _ in .answer(body: #"{"status":"ok"}"#) }
        let proxy = try ForwardProxy(credentials: "carol:" + Self.password)
        defer {
            proxy.stop()
            server.stop()
        }
        let way = try ProxyAddress(proxy.url(for: Self.written))
        try await TLSFront.run(try own.identity(for: ["DNS:trainer.invalid"]), before: server) { port in
            let url = "https://trainer.invalid:\(port)/api"
            let right = try Endpoint(
                url, token: TrainScene.token, proxy: way, authorities: CertificateFile(own.file))
            #expect(try await Self.client(right).health()["status"] == "ok")
            let wrong = try await Self.failure(
                try Endpoint(url, proxy: way, authorities: CertificateFile(other.file)))
            #expect(wrong.kind == .unreachable && wrong.message.contains("certificate"))
            #expect(wrong.hint.contains(other.file))
            let none = try await Self.failure(try Endpoint(url, proxy: way))
            #expect(none.hint.contains("train.ca") && none.hint.contains("--ca"))
            // The name that the certificate is for is the other half of it.
            let named = try await Self.failure(
                try Endpoint("https://localhost:\(port)", proxy: way, authorities: CertificateFile(own.file)))
            #expect(named.message.contains("localhost"))
        }
        #expect(server.requests.map(\.path) == ["/api/health"])
        #expect(server.requests.first?.header("Authorization") == "Bearer \(TrainScene.token)")
    }

    @Test(
        "a proxy's refusal is shown as the proxy's, with its password hidden", arguments: ["http", "https"])
    func refusals(scheme: String) async throws {
        let proxy = try ForwardProxy(credentials: "carol:another") { _ in
            .answer(status: 502, body: "<html><title>Bad gateway</title></html>")
        }
        defer { proxy.stop() }
        let url = "\(scheme)://trainer.invalid:1"
        let password = try await Self.failure(
            try Endpoint(url, proxy: ProxyAddress(proxy.url(for: Self.written))))
        #expect(password.kind == .refused(status: 407))
        #expect(password.message.contains("proxy") && password.hint.contains("train.proxy"))
        let gateway = try await Self.failure(
            try Endpoint(url, proxy: ProxyAddress(proxy.url(for: "carol:another"))))
        #expect(gateway.kind == (scheme == "http" ? .refused(status: 502) : .unreachable))
        #expect(gateway.message.contains("502") && gateway.message.contains("proxy"))
        proxy.stop()
        let gone = try await Self.failure(
            try Endpoint(url, proxy: ProxyAddress(proxy.url(for: Self.written))))
        #expect(gone.kind == .unreachable && gone.message.contains("the proxy \(proxy.url)"))
        #expect(gone.hint.contains("train.proxy"))
    }

    @Test("what is named for one command goes over what the pipeline says, and the rest stays")
    func named() throws {
        let own = try TestAuthority()
        let authority = try CertificateFile(own.file)
        let endpoint = try Endpoint("https://h", token: "t", proxy: ProxyAddress("a:1"))
        let reached = endpoint.reached(through: nil, authority)
        #expect(reached.proxy?.url == "http://a:1" && reached.authorities == authority)
        #expect(reached.reached(through: try ProxyAddress("b:2"), nil).proxy?.url == "http://b:2")
        #expect(endpoint.reached(through: nil, nil) == endpoint)
    }
}
