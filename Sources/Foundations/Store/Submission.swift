public import Dataset
public import Foundation

/// One payload that is, or is about to be, submitted to a trainer.
public struct Submission: Sendable, Equatable {
    /// How far the submission is. Each phase is on disk before what it allows is done.
    public enum Phase: String, Sendable, CaseIterable {
        /// Written down before the first byte left; the last byte has not left. Found later in this phase, with nobody
        /// at work on it, no job can exist: a trainer accepts no incomplete body.
        case intended
        /// The last byte may have left, and no clear answer came: it is not known whether the trainer started a job.
        case sent
        /// The trainer gave a job id.
        case acknowledged
        /// The trainer showed the job at least once.
        case tracked
        /// The trainer, or the way to it, refused before anything was started.
        case refused
        /// The job was seen to end.
        case ended
        /// The trainer knew the job and then did not know it any more: how it ended was not seen.
        case lost
    }

    /// The ledger's number for it; 0 before it was written down.
    public var id: Int64 = 0
    /// The payload's SHA-256.
    public var payload: Digest
    /// The payload's size in bytes.
    public var bytes: Int64 = 0
    /// How many pictures the payload holds.
    public var images: Int
    /// The trainer's base URL, without user part.
    public var endpoint: String
    /// The dialect spoken there.
    public var dialect: String
    /// The LoRA's name.
    public var outputName: String
    /// The dataset's name.
    public var dataset = ""
    /// The training parameters as they stand in the payload.
    public var training: JSONValue = .object([])
    /// The export's directory.
    public var export: String
    /// The SHA-256 of the export's lock file; nil where there is none.
    public var lock: Digest?
    /// How far it came.
    public var phase: Phase = .intended
    /// Travels along as `Idempotency-Key`, the same each time that this submission is sent.
    public var key = ""
    /// The ids of the jobs that the trainer listed before the first byte left; nil where it could not list them.
    public var knownJobs: Set<String>?
    /// The trainer's name for the job.
    public var jobID: String?
    /// The job object last seen.
    public var job: JSONValue?
    /// What an hour at the trainer costs, by the settings of then; nil where none was set.
    public var price: Price?
    /// When it was written down.
    public var intendedAt = Date(timeIntervalSince1970: 0)
    /// When the last byte was last about to leave; nil before it ever was. Kept while it is sent once more.
    public var sentAt: Date?
    /// When the job was seen to have ended; nil before.
    public var endedAt: Date?
    /// When this line last changed.
    public var updatedAt = Date(timeIntervalSince1970: 0)

    /// A submission that was not yet written down.
    public init(
        payload: Digest, endpoint: String, dialect: String, outputName: String, images: Int,
        export: String
    ) {
        self.payload = payload
        self.endpoint = endpoint
        self.dialect = dialect
        self.outputName = outputName
        self.images = images
        self.export = export
    }
}
