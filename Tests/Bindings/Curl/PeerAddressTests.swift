import Curl
import Synchronization
import TestKit
import Testing

@Suite struct PeerAddressTests {
    @Test(
        arguments: [
            ("127.0.0.1", .loopback), ("127.255.0.9", .loopback), ("::1", .loopback),
            ("0.0.0.0", .unspecified), ("0.1.2.3", .unspecified), ("::", .unspecified),
            ("169.254.169.254", .linkLocal), ("fe80::1", .linkLocal), ("febf::1", .linkLocal),
            ("10.0.0.1", .privateNetwork), ("172.16.0.1", .privateNetwork), ("172.31.255.1", .privateNetwork),
            ("192.168.1.1", .privateNetwork), ("100.64.0.1", .privateNetwork), ("fd00::1", .privateNetwork),
            ("fc00::1", .privateNetwork), ("fec0::1", .privateNetwork), ("64:ff9b:1::1", .privateNetwork),
            ("224.0.0.1", .multicast), ("239.1.1.1", .multicast), ("255.255.255.255", .multicast),
            ("ff02::1", .multicast),
            ("::ffff:127.0.0.1", .loopback), ("::127.0.0.1", .loopback),
            ("64:ff9b::10.0.0.1", .privateNetwork),
            ("2002:a9fe:a9fe::1", .linkLocal), ("::ffff:8.8.8.8", .outside), ("64:ff9b::8.8.8.8", .outside),
            ("2002:808:808::1", .outside),
            ("172.32.0.1", .outside), ("172.15.0.1", .outside), ("100.128.0.1", .outside),
            ("192.169.0.1", .outside), ("8.8.8.8", .outside), ("2606:4700::1111", .outside),
            // Reserved: 240/4, benchmarks, documentation, and all that lies beyond 2000::/3.
            ("255.255.255.254", .privateNetwork), ("240.0.0.1", .privateNetwork),
            ("239.255.255.255", .multicast),
            ("198.18.0.1", .privateNetwork), ("198.19.255.255", .privateNetwork), ("198.17.0.1", .outside),
            ("198.20.0.1", .outside), ("192.0.2.1", .privateNetwork), ("192.0.0.1", .linkLocal),
            ("192.0.1.1", .outside), ("198.51.100.9", .privateNetwork), ("203.0.113.9", .privateNetwork),
            ("100.127.255.255", .privateNetwork), ("100.63.255.255", .outside),
            ("::1:0:0:1", .privateNetwork), ("fe00::1", .privateNetwork), ("100::1", .privateNetwork),
            ("5f00::1", .privateNetwork), ("4000::1", .privateNetwork), ("1fff::1", .privateNetwork),
            ("2001:db8::1", .privateNetwork), ("2001:db9::1", .outside), ("3fff:fff::1", .privateNetwork),
            ("3fff:1000::1", .outside), ("2001:2::1", .privateNetwork), ("2001:2:1::1", .outside),
            ("2001:10::1", .privateNetwork), ("2001:20::1", .outside), ("2000::1", .outside),
            // Translated, 6to4 and NAT64: what they hold.
            ("::ffff:0:127.0.0.1", .loopback), ("::ffff:0:8.8.8.8", .outside),
            ("2002:7f00:1::", .loopback), ("2002:6440:1::", .privateNetwork),
            ("64:ff9b::169.254.169.254", .linkLocal), ("64:ff9b::198.18.0.1", .privateNetwork),
            // Teredo: server 8.8.8.8, client 1.2.3.4, 127.0.0.1, 10.0.0.1; then a server that is no public one.
            ("2001:0:808:808:0:0:fefd:fcfb", .outside), ("2001:0:808:808:0:0:80ff:fffe", .loopback),
            ("2001:0:808:808:0:0:f5ff:fffe", .privateNetwork),
            ("2001:0:a9fe:a9fe:0:0:fefd:fcfb", .linkLocal),
            // ISATAP behind any prefix, its bits for "local" and "group" set or not.
            ("2606:4700::5efe:8.8.8.8", .outside), ("2606:4700::5efe:127.0.0.1", .loopback),
            ("2606:4700::200:5efe:10.0.0.1", .privateNetwork),
            ("2606:4700::300:5efe:10.0.0.1", .privateNetwork),
            ("fd00::5efe:169.254.169.254", .linkLocal), ("fe80::5efe:8.8.8.8", .linkLocal),
            ("fd00::5efe:8.8.8.8", .privateNetwork), ("2606:4700::400:5efe:10.0.0.1", .outside),
        ] as [(String, PeerAddress.AddressScope)])
    func addressesAreSortedByReach(text: String, reach: PeerAddress.AddressScope) throws {
        #expect(try #require(PeerAddress(text)).reach == reach)
    }

    @Test(arguments: [
        "", "localhost", "127.1", "0x7f.0.0.1", "1.2.3.4:80", "[::1]", "fe80::1%eth0", "::1\0x",
    ])
    func whatIsNoNumericAddressIsNone(text: String) { #expect(PeerAddress(text) == nil) }

    @Test func itIsWrittenAsUsual() {
        #expect(PeerAddress("::FFFF:1.2.3.4")?.description == "::ffff:1.2.3.4")
        #expect(PeerAddress("8.8.8.8", port: 443)?.port == 443)
    }

    /// The control is the same request with a predicate that says yes.
    @Test(arguments: [true, false]) func theSocketIsOpenedOnlyWhenAdmitted(isAdmitted: Bool) async throws {
        let server = try ScriptedServer { _ in .answer(body: "x") }
        defer { server.stop() }
        let asked = Mutex<[PeerAddress]>([])
        var request = HTTPRequest(server.url.replacing("127.0.0.1", with: "localhost") + "/p?token=s3cret")
        request.admits = { address in
            asked.withLock { $0.append(address) }
            return isAdmitted
        }
        let client = HTTPClient()
        if isAdmitted {
            #expect(try await client.send(request).text == "x")
            #expect(try await client.send(request).text == "x")
            #expect(server.connections == 1)
        } else {
            let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
            #expect(error?.kind == .addressRefused)
            #expect(error?.isTransient == false && error?.mayHaveReachedServer == false)
            #expect(error?.message.contains("localhost") == true)
            let refused = asked.withLock { $0.last?.description ?? "none" }
            #expect(error?.message.contains(refused) == true)
            #expect(error?.message.contains("s3cret") == false)
            #expect(server.connections == 0)
        }
        #expect(asked.withLock { $0.contains { $0.reach == .loopback && $0.port > 0 } })
    }

    @Test func aKeptConnectionIsAskedAboutToo() async throws {
        let server = try ScriptedServer { _ in .answer(body: "x") }
        defer { server.stop() }
        let client = HTTPClient()
        var request = HTTPRequest(server.url)
        #expect(try await client.send(request).text == "x")
        request.admits = { _ in false }
        let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
        #expect(error?.kind == .addressRefused)
        #expect(server.requests.count == 1)
    }
}
