import Dataset
import Foundation
import Store
import TestKit
import Testing

/// Pruning and repairing beside runs, and killed in the middle.
@Suite("The state directory under faults", .timeLimit(.minutes(15)))
struct StateFaultTests {
    private let scene: FolderScene
    private let warm: String

    init() throws {
        scene = try FolderScene()
        for picture in try scene.place.names(under: "pictures")
        where !["poster-moon", "paper-cut-sloop", "print-ferry"].contains(where: picture.hasPrefix) {
            try scene.remove(picture)
        }
        warm = scene.place.path("state")
    }

    /// A copy of the state directory that a run has filled, nothing of which was used for two months.
    private func agedState() throws -> String {
        let state = scene.place.path("state-\(UUID().uuidString.prefix(8))")
        try FileManager.default.copyItem(atPath: warm, toPath: state)
        try Self.age(state)
        return state
    }

    private static func age(_ state: String) throws {
        for name in try FileManager.default.subpathsOfDirectory(atPath: state + "/objects")
        where name.count > 60 {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -60 * 86_400)],
                ofItemAtPath: "\(state)/objects/\(name)")
        }
    }

    private func export(_ out: String, _ state: String) -> [String] {
        ["export", scene.pipeline, "--out", scene.place.path(out), "--state", state, "--json"]
    }

    private static func prune(_ state: String) -> [String] {
        ["state", "prune", "--older-than", "0d", "--json", "--state", state]
    }

    @Test("beside a train that is stopped anywhere: it goes on, and sends the same bytes")
    func besideTrain() async throws {
        let whole = try await scene.export(to: "whole")
        #expect(whole.status == 0, "\(whole.errors)")
        let digest = Digest.of(try scene.place.bytes("whole/payload.json")).hex
        let pipeline = scene.pipeline
        func train(_ trainer: ContraryTrainer, _ state: String) -> [String] {
            ["train", pipeline, "--json", "--state", state, "--set", "train.endpoint=\(trainer.url)"]
        }
        let trainer = try ContraryTrainer()
        defer { trainer.stop() }
        let (counted, calls) = try await FaultyRun.counts(train(trainer, try agedState()))
        #expect(counted.status == 0, "\(counted.errors)")
        // Not while it opens its databases, or marks a file: that is under locks which the pruning waits for.
        func later(_ count: Int, _ call: String) -> [Int] {
            let (all, half) = (calls[call] ?? 0, (calls[call] ?? 0) / 2)
            return KillPoint.evenly(count, upTo: all - half).map { $0 + half }
        }
        let points = ["openat", "renameat", "pread64", "sendto"].flatMap { call in
            later(4, call).map { (call, $0) }
        }
        // When all is prepared and nothing packed yet, whatever the rules say all that it uses stays; and as the control,
        // without the marks that it has set, what it needs is taken away from it.
        for isMarked in [true, false] {
            let (state, trainer) = (try agedState(), try ContraryTrainer())
            defer { trainer.stop() }
            let (run, pruned) = try await FaultyRun.run(
                train(trainer, state), stoppedAt: 1, of: "openat",
                on: state + "/exports/sample/.lorapipe.partial/locks/whole.json"
            ) {
                if !isMarked { try Self.age(state) }
                return try await Program.run(Self.prune(state))
            }
            let json = try #require(try pruned?.json())
            #expect(json["in_use"]?["count"]?.int == (isMarked ? 6 : 0), "\(json)")
            #expect(json["objects"]?["count"]?.int == (isMarked ? 0 : 6), "\(json)")
            #expect(json["at_work"]?.array?.first?["process"]?.int != nil)
            #expect((run.status == 0) == isMarked, "\(run.errors)")
            #expect(trainer.started.map { $0.origin?.sha256 } == (isMarked ? [digest] : []))
        }

        var (stops, removed) = (0, 0)
        for (call, number) in points {
            let (state, trainer) = (try agedState(), try ContraryTrainer())
            defer { trainer.stop() }
            let (run, pruned) = try await FaultyRun.run(
                train(trainer, state), stoppedAt: number, of: call
            ) { try await Program.run(Self.prune(state)) }
            #expect(run.status == 0, "\(call) \(number): \(run.errors)")
            #expect(trainer.started.map { $0.origin?.sha256 } == [digest], "\(call) \(number)")
            guard let pruned else { continue }
            stops += 1
            // Stopped in the middle of a write to the caches, it keeps the pruning out.
            let isKeptOut = pruned.status == 6 && pruned.errors.contains("locked")
            #expect(pruned.status == 0 || isKeptOut, "\(call) \(number): \(pruned.errors)")
            guard pruned.status == 0 else { continue }
            removed += try pruned.json()["objects"]?["count"]?.int ?? 0 > 0 ? 1 : 0
        }
        #expect(stops >= 6 && removed >= 1, "\(stops), \(removed)")
    }

    @Test("pruning that is killed anywhere leaves a sound directory, and the next run gives the same bytes")
    func killedPruning() async throws {
        try await scene.export(to: "whole")
        let calls = ["unlink", "flock", "pwrite64", "fsync", "fdatasync", "ftruncate"]
        var kills = 0
        let counted = try await FaultyRun.counts(Self.prune(try agedState())).calls
        for call in calls {
            for number in KillPoint.evenly(4, upTo: counted[call] ?? 0) {
                let state = try agedState()
                let faulty = try await FaultyRun.run(Self.prune(state), .kill, at: number, of: call)
                kills += faulty.happened ? 1 : 0
                let check = try await Program.run(["state", "check", "--dry-run", "--json", "--state", state])
                let kinds = Self.kinds(check)
                #expect(
                    !kinds.contains("object") && !kinds.contains("ledger"),
                    "\(call) \(number): \(check.output)")
                let run = try await Program.run(export("out-\(call)-\(number)", state))
                #expect(run.status == 0, "\(call) \(number): \(run.errors)")
                for file in ["payload.json", "manifest.lock.json"] {
                    #expect(
                        try scene.place.bytes("out-\(call)-\(number)/\(file)")
                            == scene.place.bytes("whole/\(file)"), "\(call) \(number)")
                }
                #expect(try await Program.run(Self.prune(state)).status == 0)
            }
        }
        #expect(kills >= 10)

        // The control: a file that is removed by halves is found by that check.
        let state = try agedState()
        let name = try FileManager.default.subpathsOfDirectory(atPath: state + "/objects").first {
            $0.count > 60
        }
        truncate("\(state)/objects/\(try #require(name))", 100)
        let check = try await Program.run(["state", "check", "--dry-run", "--json", "--state", state])
        #expect(check.status == 5 && Self.kinds(check).contains("object"))
    }

    /// What a check found, whether it ended with 0 or not: under `--json` an error's document follows.
    private static func kinds(_ check: Program.Outcome) -> Set<String> {
        Set(check.output.matches(of: /"kind": ?"([a-z]+)"/).map { String($0.1) })
    }

    @Test("a ledger's repair that is killed anywhere loses no run, and there is a ledger at every moment")
    func killedRepair() async throws {
        let whole = scene.place.path("whole")
        do {
            let ledger = try await Store(at: whole).ledger
            for number in 0..<200 {
                var run = Submission(
                    payload: Digest.of("\(number)"), endpoint: "https://t", dialect: "plain", outputName: "n",
                    images: 1, export: "/e")
                run = try await ledger.intend(run)
                run.jobID = "job-\(number)"
                run.phase = .ended
                try await ledger.update(run)
            }
        }
        var bytes = try scene.place.bytes("whole/ledger.sqlite")
        let place = try #require(bytes.firstRange(of: Array("job-100".utf8)))
        let page = place.lowerBound / 4096
        for position in (page * 4096)..<((page + 1) * 4096) { bytes[position] = 0 }
        try scene.place.write(bytes, "whole/ledger.sqlite")
        func copy() throws -> String {
            let state = scene.place.path("ledger-\(UUID().uuidString.prefix(8))")
            try FileManager.default.copyItem(atPath: whole, toPath: state)
            return state
        }
        func jobs(_ state: String) async throws -> Set<String> {
            Set(try await Store(at: state).ledger.submissions().compactMap(\.jobID))
        }
        func arguments(_ state: String) async -> [String] { ["state", "check", "--json", "--state", state] }
        let sound = try copy()
        #expect(try await Program.run(arguments(sound)).status == 5)
        let readable = try await jobs(sound)
        #expect(readable.count >= 170 && readable.count < 200)
        var kills = 0
        let counted = try await FaultyRun.counts(arguments(try copy())).calls
        for call in ["link", "rename", "unlink", "fsync", "fdatasync", "pwrite64", "flock"] {
            for number in KillPoint.evenly(6, upTo: counted[call] ?? 0) {
                let state = try copy()
                let faulty = try await FaultyRun.run(arguments(state), .kill, at: number, of: call)
                kills += faulty.happened ? 1 : 0
                #expect(FileManager.default.fileExists(atPath: state + "/ledger.sqlite"), "\(call) \(number)")
                _ = try await Program.run(arguments(state))
                await #expect(try jobs(state) == readable, "\(call) \(number)")
                try FileManager.default.removeItem(atPath: state)
            }
        }
        #expect(kills >= 12, "\(kills)")
    }
}
