public import Dataset
import Foundation
import GRDB

/// Submissions in the ledger: each change is on disk when its call returns.
extension Ledger {
    /// Records that a payload is about to be sent, and gives it its number and times.
    public func intend(_ submission: Submission) async throws(StoreError) -> Submission {
        var record = submission
        record.id = 0
        record.intendedAt = Self.now()
        record.updatedAt = record.intendedAt
        return try await write { [record] database in
            try SubmissionRecord(submission: record).inserted(database).submission
        }
    }

    /// Records how far a submission is and what was last seen of its job.
    public func update(_ submission: Submission) async throws(StoreError) {
        try await write { database in try Self.write(submission, in: database) }
    }

    private static func write(_ submission: Submission, in database: Database) throws {
        var submission = submission
        submission.updatedAt = now()
        do {
            try SubmissionRecord(submission: submission).update(
                database, columns: SubmissionRecord.movingColumns)
        } catch RecordError.recordNotFound {
            // The ledger was removed while the run went on: there is nothing to update, and the job goes on all the same.
        }
    }

    /// Changes the newest submission of a job in one transaction; nothing where there is none.
    ///
    /// - Parameter change: gives false to leave it as it is.
    public func update(
        ofJob jobID: String, at endpoint: String, _ change: @escaping @Sendable (inout Submission) -> Bool
    ) async throws(StoreError) {
        try await write { database in
            let row = try Row.fetchOne(
                database,
                SubmissionRecord.newestFirst.filter(
                    Column("job_id") == jobID && Column("endpoint") == endpoint))
            guard var submission = row.flatMap(Self.submission), change(&submission) else { return }
            try Self.write(submission, in: database)
        }
    }

    /// Every submission, the newest first.
    public func submissions() async throws(StoreError) -> [Submission] {
        try await submissions(SubmissionRecord.newestFirst)
    }

    /// The newest submission of a job; at one trainer, where that is given.
    public func submission(ofJob jobID: String, at endpoint: String? = nil) async throws(StoreError)
        -> Submission?
    {
        try await submissions(SubmissionRecord.newestFirst.filter(Column("job_id") == jobID)).first {
            endpoint == nil || $0.endpoint == endpoint
        }
    }

    /// The submissions of one payload, to whatever trainer, the newest first.
    public func submissions(of payload: Digest) async throws(StoreError) -> [Submission] {
        try await submissions(SubmissionRecord.newestFirst.filter(Column("payload") == payload.hex))
    }

    /// The submissions of one payload to one trainer, the newest first.
    public func submissions(of payload: Digest, to endpoint: String) async throws(StoreError) -> [Submission]
    {
        try await submissions(
            SubmissionRecord.newestFirst.filter(
                Column("payload") == payload.hex && Column("endpoint") == endpoint))
    }

    /// The submissions to one trainer, the newest first.
    public func submissions(to endpoint: String) async throws(StoreError) -> [Submission] {
        try await submissions(SubmissionRecord.newestFirst.filter(Column("endpoint") == endpoint))
    }

    private func submissions(_ request: QueryInterfaceRequest<SubmissionRecord>) async throws(StoreError)
        -> [Submission]
    {
        try await read { database in try Row.fetchAll(database, request).compactMap(Self.submission) }
    }

    /// Nil for a row without a payload or phase, which somebody else wrote: the other runs are still read.
    private static func submission(_ row: Row) -> Submission? { try? SubmissionRecord(row: row).submission }

    /// Whole seconds are what the ledger keeps.
    private static func now() -> Date {
        Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
    }
}

/// A run's row in the table `submission`.
private struct SubmissionRecord: FetchableRecord, MutablePersistableRecord {
    var submission: Submission

    static let databaseTableName = "submission"

    /// What `update` changes; all else is fixed when the run begins.
    static let movingColumns = [
        "phase", "export", "lock_sha256", "known_jobs", "job_id", "job", "sent_at", "ended_at", "updated_at",
    ]

    static var newestFirst: QueryInterfaceRequest<SubmissionRecord> { order(Column("id").desc) }

    func encode(to container: inout PersistenceContainer) {
        container["id"] = submission.id == 0 ? nil : submission.id
        container["payload"] = submission.payload.hex
        container["bytes"] = submission.bytes
        container["images"] = submission.images
        container["endpoint"] = submission.endpoint
        container["dialect"] = submission.dialect
        container["output_name"] = submission.outputName
        container["dataset"] = submission.dataset
        container["training"] = submission.training.text()
        container["export"] = submission.export
        container["lock_sha256"] = submission.lock?.hex
        container["phase"] = submission.phase.rawValue
        container["key"] = submission.key
        container["known_jobs"] = submission.knownJobs.map {
            JSONValue.array($0.sorted().map { .string($0) }).text()
        }
        container["job_id"] = submission.jobID
        container["job"] = submission.job?.text()
        container["price_per_hour"] = submission.price?.perHour
        container["currency"] = submission.price?.currency
        container["intended_at"] = Self.stamp(submission.intendedAt)
        container["sent_at"] = submission.sentAt.map(Self.stamp)
        container["ended_at"] = submission.endedAt.map(Self.stamp)
        container["updated_at"] = Self.stamp(submission.updatedAt)
    }

    init(submission: Submission) { self.submission = submission }

    mutating func didInsert(_ inserted: InsertionSuccess) { submission.id = inserted.rowID }

    init(row: Row) throws {
        guard let payload = Digest(hex: row["payload"]), let phase = Submission.Phase(rawValue: row["phase"])
        else {
            throw StoreError("a run of the ledger can't be read", hint: "run lorapipe state check")
        }
        submission = Submission(
            payload: payload, endpoint: row["endpoint"], dialect: row["dialect"],
            outputName: row["output_name"], images: row["images"], export: row["export"])
        submission.id = row["id"]
        submission.bytes = row["bytes"]
        submission.dataset = row["dataset"]
        submission.training = Self.json(row["training"]) ?? .object([])
        submission.lock = (row["lock_sha256"] as String?).flatMap { Digest(hex: $0) }
        submission.phase = phase
        submission.key = row["key"]
        submission.knownJobs = Self.json(row["known_jobs"])?.array.map { Set($0.compactMap(\.string)) }
        submission.jobID = row["job_id"]
        submission.job = Self.json(row["job"])
        submission.price = (row["price_per_hour"] as Double?).map {
            Price(perHour: $0, currency: row["currency"] ?? "")
        }
        submission.intendedAt = Self.date(row["intended_at"]) ?? submission.intendedAt
        submission.sentAt = Self.date(row["sent_at"])
        submission.endedAt = Self.date(row["ended_at"])
        submission.updatedAt = Self.date(row["updated_at"]) ?? submission.updatedAt
    }

    /// A cell of JSON. One that can't be read is as good as none: without the known jobs a doubt stays a doubt, and the
    /// rest is only shown.
    private static func json(_ text: String?) -> JSONValue? { text.flatMap { try? JSONValue(parsing: $0) } }

    private static func stamp(_ date: Date) -> String { date.formatted(.iso8601) }

    /// A cell of time. This program writes no other form, so one that can't be read is of a ledger that was changed by
    /// hand, and counts as empty.
    private static func date(_ text: String?) -> Date? { text.flatMap { try? Date($0, strategy: .iso8601) } }
}
