import Dataset
import Foundation
import TestKit
import Testing

/// A small dataset and its one-shot run, which is killed somewhere and then simply run again.
struct KillScene: Sendable {
    /// A run that was killed, with what it left.
    struct Killed: Sendable {
        let state: String
        let trainer: ContraryTrainer
        let comment: String
        let happened: Bool
        /// What the trainer had been asked by then, as `METHOD target`, and how many jobs it had started.
        let asked: [String]
        let started: Int
    }

    private let place: TemporaryDirectory
    private let pipeline: String
    /// The payload's digest, by an export that nothing befell.
    let digest: String

    init() async throws {
        place = try TemporaryDirectory("kills")
        let samples = "\(Program.root)/samples/harbour/"
        for name in ["paper-cut-sloop", "poster-moon"] {
            for ending in ["png", "txt"] {
                try place.write(
                    Data(contentsOf: URL(fileURLWithPath: "\(samples)\(name).\(ending)")),
                    "pictures/\(name).\(ending)")
            }
        }
        // PNG, so that the payload is more than one piece on its way.
        pipeline = try place.write(
            """
            name: sample
            pull: { source: folder, path: pictures, trigger: h4rbour }
            prepare: { resolution: 512, format: png }
            train: { output_name: same }
            """, "p.yaml")
        let run = try await Program.run([
            "export", pipeline, "--out", place.path("out"), "--state", place.path("warm"), "--json",
        ])
        #expect(run.status == 0, "\(run.errors)")
        digest = try #require(try run.json()["payload"]?["sha256"]?.string)
    }

    /// A state directory of its own.
    private func state(isWarm: Bool) throws -> String {
        let state = place.path("state-\(UUID().uuidString.prefix(8))")
        if isWarm { try FileManager.default.copyItem(atPath: place.path("warm"), toPath: state) }
        return state
    }

    private func arguments(_ trainer: ContraryTrainer, _ state: String) -> [String] {
        [
            "train", pipeline, "--json", "--state", state, "--set", "train.endpoint=\(trainer.url)",
            "--set", "train.dialect=\(trainer.dialect)",
        ]
    }

    /// What a run from its beginning to its end calls.
    func counts(isWarm: Bool) async throws -> [String: Int] {
        let trainer = try ContraryTrainer()
        defer { trainer.stop() }
        let state = try state(isWarm: isWarm)
        let (run, calls) = try await FaultyRun.counts(arguments(trainer, state))
        #expect(run.status == 0, "\(run.errors)")
        try FileManager.default.removeItem(atPath: state)
        return calls
    }

    /// Kills a run at a point.
    func kill(at point: KillPoint) async throws -> Killed {
        let trainer = try ContraryTrainer(point.dialect)
        let state = try state(isWarm: point.isWarm)
        let faulty = try await FaultyRun.run(
            arguments(trainer, state), .kill, at: point.number, of: point.call)
        return killed(trainer, state, faulty.happened, "\(point)")
    }

    /// Kills a run at the moment when a fault strikes at the trainer.
    func kill(at fault: PostFault, _ dialect: ContraryTrainer.Dialect) async throws -> Killed {
        let state = try state(isWarm: true)
        let trainer = try ContraryTrainer(dialect) {
            $0.posts = [fault]
        } atFault: { _ in
            _ = Program.kill(argument: state)
        }
        let run = try await Program.run(arguments(trainer, state))
        return killed(trainer, state, run.status == -9, "\(fault), \(dialect)")
    }

    /// Kills a run when the trainer has started a job and not yet said so, and the next run at a point, while it looks
    /// for that job.
    func killTwice(at point: KillPoint) async throws -> Killed {
        let first = try await kill(at: .closed(.now), point.dialect)
        let faulty = try await FaultyRun.run(
            arguments(first.trainer, first.state), .kill, at: point.number, of: point.call)
        return killed(first.trainer, first.state, first.happened && faulty.happened, "twice: \(point)")
    }

    private func killed(_ trainer: ContraryTrainer, _ state: String, _ happened: Bool, _ comment: String)
        -> Killed
    {
        Killed(
            state: state, trainer: trainer, comment: comment, happened: happened,
            asked: trainer.asked, started: trainer.started.count)
    }

    /// Runs the same command again until it is content, three times at most: one job must have come of it all.
    func goOn(_ killed: Killed) async throws {
        try await runAgain(killed)
        try await expectOne(killed.trainer, killed.state, killed.comment)
        try end(killed)
    }

    /// The same without the ledger that the killed run left; gives how many jobs came of it.
    func goOnWithoutLedger(_ killed: Killed) async throws -> Int {
        for ending in ["", "-wal", "-shm"] {
            let file = "\(killed.state)/ledger.sqlite\(ending)"
            if FileManager.default.fileExists(atPath: file) {
                try FileManager.default.removeItem(atPath: file)
            }
        }
        try await runAgain(killed)
        try end(killed)
        return killed.trainer.started.count
    }

    private func runAgain(_ killed: Killed) async throws {
        let arguments = arguments(killed.trainer, killed.state)
        var run = try await Program.run(arguments)
        for _ in 0..<2 where run.status != 0 { run = try await Program.run(arguments) }
        #expect(run.status == 0, "\(killed.comment): \(run.errors)")
    }

    private func end(_ killed: Killed) throws {
        killed.trainer.stop()
        try FileManager.default.removeItem(atPath: killed.state)
    }

    /// One job of the very payload, and the ledger knows it.
    private func expectOne(_ trainer: ContraryTrainer, _ state: String, _ comment: String) async throws {
        #expect(trainer.started.count == 1, "\(comment): \(trainer.asked)")
        #expect(trainer.started.first?.origin?.sha256 == digest, "\(comment)")
        let jobs = try await Program.run([
            "jobs", "--json", "--state", state, "--endpoint", trainer.url, "--dialect",
            trainer.dialect.rawValue,
        ])
        let ours = try jobs.json()["jobs"]?.array?.filter {
            $0["payload"]?.string == digest && $0["job_id"]?.string != nil
        }
        #expect(
            ours?.map { $0["job_id"]?.string } == [trainer.started.first?.id], "\(comment): \(jobs.output)")
        #expect(ours?.map { $0["status"]?.string } == ["completed"], "\(comment): \(jobs.output)")
        let file = URL(fileURLWithPath: "\(state)/exports/sample/receipt.json")
        let receipt = try JSONValue(parsing: [UInt8](Data(contentsOf: file)))
        #expect(receipt["job_id"]?.string == trainer.started.first?.id, "\(comment): \(receipt)")
    }
}
