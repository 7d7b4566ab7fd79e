public import Dataset
public import Foundation
public import MusubiAPI
public import Store

/// A LoRA that a trainer made: by the newest completed run of its name there.
public struct Lora: Sendable, Equatable {
    /// That run.
    public let newest: Submission
    /// Its job as last seen.
    public let job: TrainingJob
    /// How many runs completed under this name there, that one among them.
    public let runs: Int
    /// The earlier ones of them that trained another payload, the newest first: their LoRA was overwritten.
    public let overwritten: [Submission]

    /// Everything that the ledger knows to have been made, the newest first.
    public struct Library: Sendable, Equatable {
        /// A LoRA for each name at each trainer.
        public let loras: [Lora]
        /// Completed runs that were only rehearsed and are left out: they made none.
        public let rehearsals: Int
    }

    /// Reads the ledger's submissions, the newest first.
    ///
    /// - Parameter rehearsed: whether rehearsals are listed too.
    public static func library(_ submissions: [Submission], rehearsed: Bool = false) -> Library {
        var order: [Key] = []
        var groups: [Key: [Run]] = [:]
        var left = 0
        for submission in submissions where submission.phase == .ended {
            guard let job = submission.job.flatMap(TrainingJob.init(json:)), job.status == .completed else {
                continue
            }
            if job.isRehearsal && !rehearsed {
                left += 1
                continue
            }
            let key = Key(submission)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(Run(submission: submission, job: job))
        }
        return Library(loras: order.compactMap { groups[$0].flatMap(Lora.init) }, rehearsals: left)
    }

    private typealias Run = (submission: Submission, job: TrainingJob)

    /// A file's name on a trainer's machine; those of Windows know no difference between large and small letters.
    private struct Key: Hashable {
        let endpoint: String
        let name: String

        init(_ submission: Submission) {
            endpoint = submission.endpoint
            name = submission.outputName.lowercased()
        }
    }

    private init?(_ runs: [Run]) {
        guard let (newest, job) = runs.first else { return nil }
        self.newest = newest
        self.job = job
        self.runs = runs.count
        // A rehearsal writes no file, and so overwrites none.
        overwritten = runs.dropFirst().filter {
            $0.submission.payload != newest.payload && !$0.job.isRehearsal && !job.isRehearsal
        }.map(\.submission)
    }

    /// When its run ended, as far as that was seen.
    public var madeAt: Date { newest.endedAt ?? newest.updatedAt }

    /// A setting of its run, as the payload holds it; nil where it is not there.
    public func setting(_ key: String) -> JSONValue? { newest.training[key] }

    /// As it stands in documents.
    public var json: JSONValue {
        .record([
            "output_name": .string(newest.outputName), "endpoint": .string(newest.endpoint),
            "dataset": .string(newest.dataset), "images": .int(Int64(newest.images)),
            "payload": .string(newest.payload.hex), "training": newest.training,
            "final_loss": job.loss.map { .double($0) } ?? .null,
            "output_path": job.outputPath.map { .string($0) } ?? .null, "job_id": .string(job.id),
            "ended_at": .string(madeAt.formatted(.iso8601)), "runs": .int(Int64(runs)),
            "is_rehearsal": .bool(job.isRehearsal),
            "overwritten": .array(
                overwritten.map {
                    .record([
                        "job_id": $0.jobID.map { .string($0) } ?? .null, "payload": .string($0.payload.hex),
                        "dataset": .string($0.dataset),
                    ])
                }), "export": .string(newest.export),
        ])
    }
}
