import Curl
import Dataset
import Foundation
import MusubiAPI
import Store
import Synchronization
import TestKit
import Train

/// A payload, a contrary trainer, and a submitter whose waiting takes no time.
final class AmbiguousScene: Sendable {
    static let token = "canary-token-8124"

    let directory: TemporaryDirectory
    let trainer: ContraryTrainer
    let manifest: ManifestHead
    private let endpoint: Endpoint
    private let crash: Crash?
    private let state: Mutex<String>

    init(
        _ dialect: ContraryTrainer.Dialect = .plain, crashes: Bool = false,
        _ habits: (inout ContraryHabits) -> Void
    ) throws {
        let directory = try TemporaryDirectory("ambiguous")
        let payload = Self.payload
        try directory.write(payload, "export/payload.json")
        let crash = crashes ? Crash(directory) : nil
        trainer = try ContraryTrainer(dialect) {
            $0.token = Self.token
            habits(&$0)
        } atFault: { _ in
            crash?.strike()
        }
        manifest = ManifestHead(
            payload: .init(digest: Digest.of(payload), bytes: Int64(payload.count), images: 2),
            training: .object([.init("output_name", "harbour_v1")]), recipe: .object([]), tools: .object([]),
            dataset: DatasetInfo(id: "d", name: "Harbour", trigger: nil))
        endpoint = try Endpoint(
            trainer.url, dialect: dialect == .plain ? .plain : .wrapper, token: Self.token)
        self.directory = directory
        self.crash = crash
        state = Mutex(directory.path("state"))
    }

    deinit { trainer.stop() }

    /// What the contract allows, in more than one piece.
    static let payload: [UInt8] = {
        let data = Data((0..<150_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) })
        let pictures = ["a", "b"].map {
            #"{"filename":"\#($0).png","data":"\#(data.base64EncodedString())","caption":"c"}"#
        }
        return Array(#"{"images":[\#(pictures.joined(separator: ","))],"output_name":"harbour_v1"}"#.utf8)
    }()

    /// Submits once, by a submitter of its own, as each run of the program has one. In a case with a crash the first
    /// one ends with the first fault, and nothing is given back.
    func submit(resubmit: Bool = false, time: Timekeeper = .untimed()) async throws -> Submit.Outcome? {
        let path = state.withLock { $0 }
        let task = Task { [endpoint, manifest, directory] in
            let store = try Store(at: path)
            return try await Submit(
                client: TrainerClient(endpoint, http: HTTPClient()), store: store, time: time)(
                    export: directory.path("export"), manifest: manifest,
                    .init(resubmit: resubmit))
        }
        guard let crash, !crash.isOver else { return try await task.value }
        crash.arm(task)
        let result = await task.result
        guard crash.end() else { return try result.get() }
        state.withLock { $0 = directory.path("state-after-crash") }
        return nil
    }

    /// Submits until there is an outcome, or a person is needed.
    ///
    /// - Throws: the error of the last of so many runs.
    func settle(runs: Int = 4) async throws -> Submit.Outcome {
        for _ in 1..<runs {
            do {
                if let outcome = try await submit() { return outcome }
            } catch let error as TrainError where error.kind != .unresolved {
                continue
            }
        }
        guard let outcome = try await submit() else { throw CancellationError() }
        return outcome
    }

    /// Whether a submitter ended in the middle.
    var hasCrashed: Bool { crash?.isOver ?? false }

    /// Writes down that another payload was trained at this trainer before, as this job.
    func remember(job id: String) async throws {
        let ledger = try await Store(at: state.withLock { $0 }).ledger
        var submission = try await ledger.intend(
            Submission(
                payload: Digest.of([1]), endpoint: endpoint.url, dialect: "plain", outputName: "harbour_v0",
                images: 2, export: "gone"))
        submission.phase = .ended
        submission.jobID = id
        try await ledger.update(submission)
    }

    /// What is written down, the newest first.
    func written() async throws -> [Submission] {
        try await Store(at: state.withLock { $0 }).ledger.submissions()
    }
}
