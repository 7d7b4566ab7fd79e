import Curl
import Synchronization
import TestKit
import Testing

@testable import Pull

@Suite(.timeLimit(.minutes(2))) struct AddressRuleTests {
    private func origin(_ url: String) throws -> HTTPAddress.Origin { try HTTPAddress(url).origin }

    @Test(
        "a name that leads inside is refused when its socket is opened",
        arguments: [
            "127.0.0.1", "127.9.9.9", "169.254.169.254", "0.0.0.0", "224.0.0.1", "::1", "::", "fe80::1",
            "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "ff02::1",
            "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "::ffff:100.100.100.200",
        ])
    func inside(_ address: String) throws {
        let peer = try #require(PeerAddress(address))
        #expect(!AddressRule.admits(peer, for: try origin("https://cdn.example.com")))
    }

    @Test func namesLeadOutsideOrToANetworkOfOnesOwn() throws {
        for address in ["93.184.216.34", "10.0.0.7", "192.168.1.9", "2606:2800:220:1::1", "fd00::7"] {
            #expect(
                AddressRule.admits(
                    try #require(PeerAddress(address)), for: try origin("https://cdn.example.com")))
        }
        // What is named by its number was named on purpose.
        for host in ["127.0.0.1", "[::1]", "localhost", "169.254.1.1"] {
            #expect(
                AddressRule.admits(try #require(PeerAddress("127.0.0.1")), for: try origin("http://\(host)")))
        }
    }

    /// Every socket that is opened is watched; none is, for any of the spellings.
    @Test func noSpellingOpensASocket() async throws {
        let opened = Mutex<[String]>([])
        var scene = try FetchScene()
        scene.concurrency.admits = { peer, _ in
            opened.withLock { $0.append("\(peer):\(peer.port)") }
            return true
        }
        let storage = StorageSettings(url: "https://ref.supabase.co", key: ProjectKey("sb_secret_x"))
        let said = try await scene.fetch(ForeignAddresses.all, storage: storage)
        #expect(said.allSatisfy { $0.hasPrefix("image-") } && said.count == ForeignAddresses.all.count)
        #expect(opened.withLock { $0 } == [])
        // The control: a host allowed on purpose is seen by the same watch.
        let server = try ScriptedServer { _ in .answer(body: "x") }
        defer { server.stop() }
        #expect(try await scene.fetch([server.url + "/a"], storage: storage, allowed: [server.url]) == ["x"])
        #expect(opened.withLock { $0.map { "http://\($0)" } } == [server.url])
    }

    @Test func anAddressThatIsRefusedIsAFinding() async throws {
        var scene = try FetchScene()
        scene.concurrency.admits = { _, _ in false }
        let server = try ScriptedServer { _ in .answer(body: "x") }
        defer { server.stop() }
        let said = try await scene.fetch([server.object("a")], storage: server.storage)
        #expect(said[0].hasPrefix("image-host-refused") && said[0].contains("127.0.0.1"))
        #expect(server.connections == 0)
    }
}
