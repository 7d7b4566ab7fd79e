import Dataset
import MusubiAPI
import Store
import TestKit
import Testing
import Train

@Suite("Submit: the same payload again")
struct SubmitAgainTests {
    @Test("a job that was not seen to end is followed, not doubled, not even by resubmit")
    func running() async throws {
        let scene = try TrainScene(.started("j1"), .started("j2"))
        try await scene.submit()
        #expect(try await scene.submit().runningID == "j1")
        #expect(scene.asked.count == 1)
        #expect(try await scene.written().count == 1)
        #expect(try await scene.submit(resubmit: true).runningID == "j1")
        #expect(scene.asked.count == 1)
    }

    @Test("once the job was seen to fail, it is sent again", arguments: ["failed", "cancelled"])
    func afterTheEnd(status: String) async throws {
        let scene = try TrainScene(.started("j1"), .job("j1", status), .started("j2"))
        try await scene.submit()
        _ = try await Track(client: scene.client, ledger: scene.store.ledger)("j1") { _ in }
        #expect(try await scene.written().map(\.phase) == [.ended])
        #expect(try await scene.submit().startedID == "j2")
    }

    @Test("what was trained to the end is trained once more only by again")
    func trained() async throws {
        let scene = try TrainScene(.started("j1"), .job("j1", "completed"), .started("j2"))
        try await scene.submit()
        _ = try await Track(client: scene.client, ledger: scene.store.ledger)("j1") { _ in }
        #expect(try await scene.submit().trainedID == "j1")
        #expect(try await scene.submit(resubmit: true).trainedID == "j1")
        #expect(scene.asked.count == 2)
        #expect(try await scene.submit(again: true).startedID == "j2")
        // The same key would give an honest trainer the old job back.
        #expect(Set(try await scene.written().map(\.key)).count == 2)
    }

    @Test("another payload under the name of a LoRA that is there is sent, and that is said")
    func overwriting() async throws {
        let scene = try TrainScene(.started("j1"), .job("j1", "completed"), .started("j2"))
        let told = Told<String>()
        try await scene.submit { told.add($0) }
        _ = try await Track(client: scene.client, ledger: scene.store.ledger)("j1") { _ in }
        #expect(told.all.isEmpty)
        let payload = Array(scene.payload.reversed())
        try scene.directory.write(payload, "export/payload.json")
        let other = TrainScene.manifest(of: payload)
        #expect(try await scene.submit(other, emit: { told.add($0) }).startedID == "j2")
        #expect(told.all.count == 1 && told.all.first?.contains("harbour_v1 over that of job j1") == true)
    }

    @Test("another spelling of the same address is the same trainer")
    func otherSpelling() async throws {
        let scene = try TrainScene(.started("j1"), .started("doubled"))
        try await scene.submit()
        let spelled = try Endpoint(scene.server.url.replacing("http://", with: "HTTP://") + "//")
        #expect(try await scene.submit(to: spelled).runningID == "j1")
        #expect(scene.asked.count == 1)
    }

    @Test("another payload, or another trainer, is another run")
    func others() async throws {
        let scene = try TrainScene(.started("j1"), .started("j2"))
        let other = try ScriptedServer { $0.method == "GET" ? .list() : .started("k1") }
        defer { other.stop() }
        try await scene.submit()
        #expect(try await scene.submit(to: Endpoint(other.url)).startedID == "k1")
        let payload = Array(scene.payload.reversed())
        try scene.directory.write(payload, "export/payload.json")
        #expect(try await scene.submit(TrainScene.manifest(of: payload)).startedID == "j2")
        #expect(scene.others.last?.body == payload)
    }

    @Test("two at the same moment start one job")
    func competing() async throws {
        let jobs = Told<Int>()
        let scene = try TrainScene { _ in
            jobs.add(1)
            return .delayed(.milliseconds(50), .started("j\(jobs.all.count)"))
        }
        // A state directory opened of its own stands for a process of its own.
        let stores = try (0..<2).map { _ in try Store(at: scene.directory.path("state")) }
        // Both have to look before either writes: not every round comes to that.
        for round in 1...20 {
            let payload = Array(scene.payload.dropFirst(round))
            try scene.directory.write(payload, "export/payload.json")
            let manifest = TrainScene.manifest(of: payload)
            let outcomes = await withTaskGroup(of: String.self) { group in
                for store in stores {
                    group.addTask { await Self.outcome(scene, store, manifest) }
                }
                return await group.reduce(into: [String]()) { $0.append($1) }.sorted()
            }
            #expect(outcomes == ["running", "started"])
            #expect(scene.others.count == round)
        }
        #expect(try await scene.written().count { $0.phase == .acknowledged } == 20)
        #expect(try await scene.written().count { $0.phase == .intended } == 0)
    }

    private static func outcome(_ scene: TrainScene, _ store: Store, _ manifest: ManifestHead) async
        -> String
    {
        // Waiting for one's turn takes real time here, if little.
        var time = Timekeeper.real
        time.pause = { _ in try await Task.sleep(for: .milliseconds(1)) }
        do {
            let outcome = try await Submit(client: scene.client, store: store, time: time)(
                export: scene.directory.path("export"), manifest: manifest)
            return outcome.startedID == nil ? "running" : "started"
        } catch let error as TrainError where error.kind == .unresolved {
            return "stopped"
        } catch {
            return "\(error)"
        }
    }
}
