import Dataset
import Testing

@testable import Web

@Suite struct GuardTests {
    @Test(arguments: [
        ("127.0.0.1:8000", true), ("localhost:8000", true), ("LOCALHOST:8000", true), ("[::1]:8000", true),
        ("proxy.example", true), ("127.0.0.1:8001", false), ("127.0.0.1", false),
        ("evil.example:8000", false),
        ("127.0.0.1.evil.example:8000", false), ("", false),
    ])
    func loopbackAnswersToItsOwnNamesOnly(authority: String, isOurs: Bool) {
        let address = ListeningAddress(host: "127.0.0.1", allowed: ["proxy.example"])
        address.bind(port: 8000)
        #expect(address.accepts(authority: authority) == isOurs)
        #expect(address.accepts(origin: "http://\(authority)") == isOurs)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("0:0:0:0:0:0:0:1", true),
        ("localhost", true),
        ("LOCALHOST", true), ("0.0.0.0", false), ("::", false), ("192.168.1.2", false),
        ("trainer.example", false),
        ("127.evil.example", false), ("127.0.0.1.evil.example", false), ("localhost.evil.example", false),
        ("", false), ("::2", false),
    ])
    func loopbackIsKnownByTheWholeAddress(host: String, isLoopback: Bool) {
        #expect(ListeningAddress(host: host, allowed: []).isLoopback == isLoopback)
    }

    @Test func aServiceOnAnotherInterfaceLeavesTheHostToItsProxy() {
        let address = ListeningAddress(host: "0.0.0.0", allowed: [])
        address.bind(port: 8000)
        #expect(address.accepts(authority: "trainer.example"))
    }

    @Test func tokensAreComparedWhole() {
        #expect(TokenGuard<WebContext>.same(Digest.of("secret"), Digest.of("secret")))
        #expect(!TokenGuard<WebContext>.same(Digest.of("secret"), Digest.of("secre")))
    }
}
