import Curl
import Synchronization
import TestKit
import Testing

@testable import Pull

@Suite(.timeLimit(.minutes(2))) struct RedirectTests {
    /// A server of its own host name (another port is another origin) that sends everything to `location`.
    private func sender(to location: String) throws -> ScriptedServer {
        try ScriptedServer { request in
            request.path == "/arrived"
                ? .answer(body: "arrived") : .answer(status: 302, headers: [("Location", location)])
        }
    }

    @Test func aRedirectToWhereRowsMayPointIsFollowedWithoutTheKey() async throws {
        let scene = try FetchScene()
        let target = try ScriptedServer { _ in .answer(body: "there") }
        let storage = try sender(to: target.url + "/x")
        defer {
            target.stop()
            storage.stop()
        }
        let settings = StorageSettings(url: storage.url, key: ProjectKey("sb_secret_canary"))
        #expect(
            try await scene.fetch([storage.object("a")], storage: settings, allowed: [target.url]) == [
                "there"
            ])
        #expect(storage.requests[0].header("apikey") == "sb_secret_canary")
        #expect(!target.requests[0].headers.contains { $0.value.contains("canary") })
        // The control: the same redirect, to a host that nobody allowed.
        let refused = try await scene.fetch([storage.object("a")], storage: settings)
        #expect(refused[0].hasPrefix("image-host-refused: it is redirected elsewhere"))
        #expect(target.requests.count == 1)
    }

    @Test(arguments: ForeignAddresses.all.filter { $0.contains("://") && !$0.contains("\0") })
    func redirectsElsewhereAreRefused(
        _ location: String
    )
        async throws
    {
        let scene = try FetchScene()
        // A header can hold no line end.
        let storage = try sender(to: location.replacing("\r\n", with: ""))
        defer { storage.stop() }
        let said = try await scene.fetch([storage.object("a")], storage: storage.storage)
        #expect(said[0].hasPrefix("image-host-refused"), "\(said)")
        #expect(storage.requests.count == 1)
    }

    @Test func relativeOnesAreResolvedAndRoundsEnd() async throws {
        let scene = try FetchScene()
        let once = try sender(to: "/arrived")
        let round = try sender(to: "/storage/v1/object/public/images/a")
        let nowhere = try ScriptedServer { _ in .answer(status: 302) }
        defer { for server in [once, round, nowhere] { server.stop() } }
        #expect(try await scene.fetch([once.object("a")], storage: once.storage) == ["arrived"])
        #expect(
            try await scene.fetch([round.object("a")], storage: round.storage)[0].contains(
                "more than 5 times"))
        #expect(round.requests.count == 6)
        #expect(
            try await scene.fetch([nowhere.object("a")], storage: nowhere.storage)[0].contains("where to"))
    }
}
