import Curl
import TestKit
import Testing

/// Certificates are always looked at: there is no setting that would leave that out.
@Suite(.timeLimit(.minutes(2))) struct TLSTests {
    private static func kind(_ url: String, _ authorities: String?) async -> HTTPError.Kind? {
        let client = HTTPClient(configuration: .init(authorities: authorities))
        do {
            let response = try await client.send(HTTPRequest(url))
            #expect(response.text == "ok")
            return nil
        } catch {
            return error.kind
        }
    }

    @Test(.needs(.python)) func onlyACertificateOfATrustedAuthorityForThisVeryHostIsTaken() async throws {
        let (own, other) = (try TestAuthority("Own"), try TestAuthority("Other"))
        let identity = try own.identity(for: ["DNS:localhost"])
        let server = try ScriptedServer { _ in .answer(body: "ok") }
        defer { server.stop() }
        try await TLSFront.run(identity, before: server) { port in
            let url = "https://localhost:\(port)/"
            #expect(await Self.kind(url, own.file) == nil)
            #expect(await Self.kind(url, other.file) == .tls)
            #expect(await Self.kind(url, nil) == .tls)
            // The right authority, for another name.
            #expect(await Self.kind("https://127.0.0.1:\(port)/", own.file) == .tls)
        }
    }
}
