import Dataset
import Testing

@testable import TrainerService

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

    @Test func aServiceOnAnotherInterfaceLeavesTheHostToItsProxy() {
        let address = ListeningAddress(host: "0.0.0.0", allowed: [])
        address.bind(port: 8000)
        #expect(address.accepts(authority: "trainer.example"))
    }

    @Test func tokensAreComparedWhole() {
        #expect(TokenGuard.same(Digest.of("secret"), Digest.of("secret")))
        #expect(!TokenGuard.same(Digest.of("secret"), Digest.of("secre")))
    }
}
