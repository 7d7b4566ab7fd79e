public import Dataset
import Foundation
public import MusubiAPI
public import Store

/// The history of a payload: its content, its training, and the result.
public struct Receipt: Sendable {
    /// What was submitted.
    public let submission: Submission
    /// The job as last seen; nil where it was never seen.
    public let job: TrainingJob?
    /// How long each stage took, as far as it was seen.
    public let times: StageTimes
    /// What it cost, an estimate; nil without a price.
    public let cost: Cost?
    private let last: JobObservation?

    /// Puts together what the ledger knows of a submission.
    public init(_ submission: Submission, _ observations: [JobObservation]) {
        self.submission = submission
        job = submission.job.flatMap(TrainingJob.init(json:))
        times = StageTimes(observations)
        cost = Cost(times, at: submission.price)
        last = observations.last
        lastLoss = observations.last { $0.loss?.isFinite == true }?.loss
        lastStep = observations.last { $0.step != nil }?.step
    }

    private let lastLoss: Double?
    private let lastStep: Int?

    /// The trainer's status, or the phase of the submission.
    public var status: String {
        switch submission.phase {
        case .ended, .tracked: job?.status.word ?? last?.status ?? submission.phase.rawValue
        default: submission.phase.rawValue
        }
    }

    /// The loss last seen; nil where that was no number.
    public var loss: Double? { job?.hasDiverged == true ? nil : job?.loss ?? lastLoss }
    /// The steps last seen.
    public var steps: Int? { job?.currentStep ?? lastStep }

    /// Seconds from the submission to the end; nil before.
    public var duration: Double? {
        submission.endedAt.map { max(0, $0.timeIntervalSince(submission.sentAt ?? submission.intendedAt)) }
    }

    /// The document.
    public var json: JSONValue { .object([.init("schema", .string(ReceiptForm.schema))] + members) }

    /// Everything but the schema.
    public var members: [JSONValue.Member] {
        func moment(_ date: Date?) -> JSONValue { date.map { .string($0.formatted(.iso8601)) } ?? .null }
        func number(_ value: Double?) -> JSONValue { value.map { .double($0) } ?? .null }
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        let first: JSONValue = .record([
            "job_id": text(submission.jobID), "output_name": .string(submission.outputName),
            "status": .string(status), "is_rehearsal": .bool(job?.isRehearsal == true),
            "endpoint": .string(submission.endpoint),
            "payload": .record([
                "sha256": .string(submission.payload.hex), "bytes": .int(submission.bytes),
                "images": .int(Int64(submission.images)),
            ]),
            "lock": submission.lock.map {
                .record(["file": .string(ReceiptForm.lock), "sha256": .string($0.hex)])
            } ?? .null,
            "dataset": .string(submission.dataset), "training": submission.training,
            "submitted_at": moment(submission.intendedAt), "sent_at": moment(submission.sentAt),
            "ended_at": moment(submission.endedAt),
        ])
        let second: JSONValue = .record([
            "steps": steps.map { .int(Int64($0)) } ?? .null, "final_loss": number(loss),
            "diverged": job?.hasDiverged == true ? true : nil,
            "output_path": text(job?.outputPath), "message": text(job?.message),
            "cost": cost?.json ?? .null,
        ])
        return (first.members ?? []) + times.members + (second.members ?? [])
    }
}
