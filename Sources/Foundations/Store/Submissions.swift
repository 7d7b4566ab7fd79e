public import Dataset
import Foundation
import GRDB

/// One payload handed, or about to be handed, to a trainer.
public struct Submission: Sendable, Equatable {
    /// How far the handing over came.
    public enum Phase: String, Sendable {
        /// Written down before the first byte left. Found later in this phase, it is not known whether the
        /// trainer started a job.
        case intended
        /// The trainer gave a job id.
        case acknowledged
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
    /// The trainer's base URL, without user part.
    public var endpoint: String
    /// The dialect spoken there.
    public var dialect: String
    /// The LoRA's name.
    public var outputName: String
    /// How many pictures the payload holds.
    public var images: Int
    /// The export's directory.
    public var export: String
    /// How far it came.
    public var phase: Phase = .intended
    /// The trainer's name for the job.
    public var jobID: String?
    /// The job object last seen.
    public var job: JSONValue?
    /// When it was written down (ISO 8601, UTC).
    public var intendedAt = ""
    /// When this line last changed (ISO 8601, UTC).
    public var updatedAt = ""

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

extension Ledger {
    /// Writes down that a payload is about to be sent; on disk when this returns.
    public func intend(_ submission: Submission) throws(StoreError) -> Submission {
        var written = submission
        written.intendedAt = Self.now()
        written.updatedAt = written.intendedAt
        written.id = try write { [written] database in
            try database.execute(
                sql: """
                    INSERT INTO submission (payload, endpoint, dialect, output_name, images, export, intended_at, phase, updated_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    written.payload.hex, written.endpoint, written.dialect, written.outputName,
                    written.images,
                    written.export, written.intendedAt, written.phase.rawValue, written.updatedAt,
                ])
            return database.lastInsertedRowID
        }
        return written
    }

    /// Writes down how far a submission came and what was last seen of its job.
    public func update(_ submission: Submission) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: "UPDATE submission SET phase = ?, job_id = ?, job = ?, updated_at = ? WHERE id = ?",
                arguments: [
                    submission.phase.rawValue, submission.jobID, submission.job?.text(), Self.now(),
                    submission.id,
                ])
        }
    }

    /// Every submission, the newest first.
    public func submissions() throws(StoreError) -> [Submission] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM submission ORDER BY id DESC").compactMap(
                Self.submission)
        }
    }

    /// The newest submission of a job.
    public func submission(ofJob jobID: String) throws(StoreError) -> Submission? {
        try submissions().first { $0.jobID == jobID }
    }

    /// The submissions of one payload to one trainer, the newest first.
    public func submissions(of payload: Digest, to endpoint: String) throws(StoreError)
        -> [Submission]
    {
        try submissions().filter { $0.payload == payload && $0.endpoint == endpoint }
    }

    private static func submission(_ row: Row) -> Submission? {
        guard let payload = Digest(hex: row["payload"]),
            let phase = Submission.Phase(rawValue: row["phase"])
        else { return nil }
        var submission = Submission(
            payload: payload, endpoint: row["endpoint"], dialect: row["dialect"],
            outputName: row["output_name"],
            images: row["images"], export: row["export"])
        submission.id = row["id"]
        submission.phase = phase
        submission.jobID = row["job_id"]
        // A job line is only shown; one that can't be read is as good as none.
        submission.job = (row["job"] as String?).flatMap { try? JSONValue(parsing: $0) }
        submission.intendedAt = row["intended_at"]
        submission.updatedAt = row["updated_at"]
        return submission
    }

    private static func now() -> String { Date().formatted(.iso8601) }
}
