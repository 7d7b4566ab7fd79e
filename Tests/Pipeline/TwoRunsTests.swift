import Dataset
import Foundation
import MusubiAPI
import Pack
import Pipeline
import Synchronization
import TestKit
import Testing
import Train

/// Two runs of one pipeline with another seed: their payloads are of one length, and go into one directory unless
/// somebody says otherwise.
@Suite("Two runs of one pipeline", .timeLimit(.minutes(2)))
struct TwoRunsTests {
    private struct Scene: Sendable {
        let directory: TemporaryDirectory
        let trainer: ContraryTrainer
        let tools: RunContext
        var out: String { directory.path("out") }

        init(atFault: @escaping @Sendable (PostFault) -> Void = { _ in }, _ faults: [PostFault] = []) throws {
            directory = try TemporaryDirectory("two")
            trainer = try ContraryTrainer(.plain, { $0.posts = faults }, atFault: atFault)
            for name in ["dawn-fleet.jpg", "dawn-fleet.txt"] {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(Self.samples)/\(name)"))
                try directory.write(bytes, "pictures/\(name)")
            }
            tools = try RunContext(state: directory.path("state"), threads: 1)
        }

        private static let samples = Program.root + "/samples/harbour"

        func pipeline(seed: Int) throws -> Pipeline {
            let path = try directory.write(
                """
                pull: { source: folder, path: pictures, trigger: h4rbour }
                check: { on_error: skip }
                prepare: { resolution: 512, format: jpeg }
                train: { endpoint: "\(trainer.url)", output_name: same, seed: \(seed) }
                """, "seed-\(seed).yaml")
            let file = try PipelineFile(at: path, for: .train, environment: [:])
            return Pipeline(file, tools) { _ in }
        }

        /// Holds what a job was trained on against what its receipt says.
        func checkReceipt(of job: ContraryJob) throws {
            let receipt = try JSONValue(parsing: directory.bytes("out/receipt.json"))
            #expect(receipt["job_id"]?.string == job.id)
            #expect(receipt["payload"]?["sha256"]?.string == job.origin?.sha256)
        }
    }

    /// A run that begins on a thread of the trainer's, which waits for its end.
    private final class Second: Sendable {
        let pipeline = Mutex<(run: Pipeline, out: String)?>(nil)
        let refusal = Mutex<String?>(nil)

        func run() {
            guard let (pipeline, out) = pipeline.withLock({ $0 }) else { return }
            let done = DispatchSemaphore(value: 0)
            Task {
                do {
                    _ = try await pipeline.train(exportingTo: out, .init())
                } catch {
                    refusal.withLock { $0 = "\(error)" }
                }
                done.signal()
            }
            done.wait()
        }
    }

    @Test("the second exports before the first has sent: the first is not trained from the second's payload")
    func overtaken() async throws {
        let scene = try Scene()
        defer { scene.trainer.stop() }
        let (one, two) = (try scene.pipeline(seed: 1), try scene.pipeline(seed: 2))
        let first = try await one.export(to: scene.out, Pack.Options())
        let second = try await two.export(to: scene.out, Pack.Options())
        let (mine, theirs) = (first.parts[0].head.payload, second.parts[0].head.payload)
        // The control: only a look at the content can tell the two apart.
        #expect(mine.digest != theirs.digest && mine.bytes == theirs.bytes && mine.images == theirs.images)
        let error = await #expect(throws: TrainError.self) { _ = try await one.train(first, .init()) }
        #expect(error?.kind == .exportChanged)
        #expect(scene.trainer.started.isEmpty)
        let outcome = try await two.train(second, .init())
        #expect(outcome.status == .completed)
        #expect(scene.trainer.started.map { $0.origin?.sha256 } == [theirs.digest.hex])
        try scene.checkReceipt(of: try #require(scene.trainer.started.first { $0.id == outcome.jobID }))
    }

    @Test("both at once: the second is told that the directory is taken; each receipt is of its own payload")
    func atOnce() async throws {
        let second = Second()
        // While the trainer thinks about the first one's body, the second one begins.
        let scene = try Scene(atFault: { _ in second.run() }, [.slow(.zero)])
        defer { scene.trainer.stop() }
        let pipeline = try scene.pipeline(seed: 2)
        second.pipeline.withLock { $0 = (pipeline, scene.out) }
        _ = try await scene.pipeline(seed: 1).train(exportingTo: scene.out, .init())
        #expect(second.refusal.withLock { $0 }?.contains("or sending it") == true)
        #expect(scene.trainer.started.count == 1)
        try scene.checkReceipt(of: scene.trainer.started[0])
        // The control: its directory is free again, though the first run's values are still there.
        second.pipeline.withLock { $0 = nil }
        _ = try await pipeline.train(exportingTo: scene.out, .init())
        #expect(scene.trainer.started.count == 2)
        try scene.checkReceipt(of: scene.trainer.started[1])
    }
}
