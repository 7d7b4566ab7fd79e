public import Dataset
import Foundation
import GRDB

/// Submissions in the ledger: each change is on disk when its call returns.
extension Ledger {
    /// Writes down that a payload is about to be sent, and gives it its number and times.
    public func intend(_ submission: Submission) async throws(StoreError) -> Submission {
        var written = submission
        written.intendedAt = Self.now()
        written.updatedAt = written.intendedAt
        written.id = try await write { [written] database in
            let columns = Self.fixedColumns(written).merging(Self.movingColumns(written)) { own, _ in own }
            let names = columns.keys.sorted()
            try database.execute(
                sql: """
                    INSERT INTO submission (\(names.joined(separator: ", ")))
                    VALUES (\(names.map { ":\($0)" }.joined(separator: ", ")))
                    """, arguments: StatementArguments(columns))
            return database.lastInsertedRowID
        }
        return written
    }

    /// Writes down how far a submission came and what was last seen of its job.
    public func update(_ submission: Submission) async throws(StoreError) {
        try await write { database in try Self.write(submission, in: database) }
    }

    private static func write(_ submission: Submission, in database: Database) throws {
        var submission = submission
        submission.updatedAt = now()
        var columns = movingColumns(submission)
        let names = columns.keys.sorted()
        columns["id"] = submission.id
        try database.execute(
            sql:
                "UPDATE submission SET \(names.map { "\($0) = :\($0)" }.joined(separator: ", ")) WHERE id = :id",
            arguments: StatementArguments(columns))
    }

    /// Changes the newest submission of a job in one transaction; nothing where there is none.
    ///
    /// - Parameter change: gives false to leave it as it is.
    public func update(
        ofJob jobID: String, at endpoint: String, _ change: @escaping @Sendable (inout Submission) -> Bool
    ) async throws(StoreError) {
        try await write { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM submission WHERE job_id = ? AND endpoint = ? ORDER BY id DESC",
                arguments: [jobID, endpoint])
            guard var submission = row.flatMap(Self.submission), change(&submission) else { return }
            try Self.write(submission, in: database)
        }
    }

    /// Every submission, the newest first.
    public func submissions() async throws(StoreError) -> [Submission] { try await submissions("1", []) }

    /// The newest submission of a job; at one trainer, where that is given.
    public func submission(ofJob jobID: String, at endpoint: String? = nil) async throws(StoreError)
        -> Submission?
    {
        try await submissions("job_id = ?", [jobID]).first { endpoint == nil || $0.endpoint == endpoint }
    }

    /// The submissions of one payload, to whatever trainer, the newest first.
    public func submissions(of payload: Digest) async throws(StoreError) -> [Submission] {
        try await submissions("payload = ?", [payload.hex])
    }

    /// The submissions of one payload to one trainer, the newest first.
    public func submissions(of payload: Digest, to endpoint: String) async throws(StoreError) -> [Submission]
    {
        try await submissions("payload = ? AND endpoint = ?", [payload.hex, endpoint])
    }

    /// The submissions to one trainer, the newest first.
    public func submissions(to endpoint: String) async throws(StoreError) -> [Submission] {
        try await submissions("endpoint = ?", [endpoint])
    }

    private func submissions(_ condition: String, _ arguments: StatementArguments) async throws(StoreError)
        -> [Submission]
    {
        try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM submission WHERE \(condition) ORDER BY id DESC",
                arguments: arguments
            ).compactMap(Self.submission)
        }
    }

    private static func fixedColumns(_ submission: Submission) -> [String: (any DatabaseValueConvertible)?] {
        [
            "payload": submission.payload.hex, "bytes": submission.bytes, "images": submission.images,
            "endpoint": submission.endpoint, "dialect": submission.dialect,
            "output_name": submission.outputName, "dataset": submission.dataset,
            "training": submission.training.text(), "key": submission.key,
            "price_per_hour": submission.price?.perHour, "currency": submission.price?.currency,
            "intended_at": stamp(submission.intendedAt),
        ]
    }

    private static func movingColumns(_ submission: Submission) -> [String: (any DatabaseValueConvertible)?] {
        let known = submission.knownJobs.map { JSONValue.array($0.sorted().map { .string($0) }).text() }
        return [
            "phase": submission.phase.rawValue, "export": submission.export,
            "lock_sha256": submission.lock?.hex, "known_jobs": known, "job_id": submission.jobID,
            "job": submission.job?.text(), "sent_at": submission.sentAt.map(stamp),
            "ended_at": submission.endedAt.map(stamp), "updated_at": stamp(submission.updatedAt),
        ]
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
        submission.bytes = row["bytes"]
        submission.dataset = row["dataset"]
        submission.training = json(row["training"]) ?? .object([])
        submission.lock = (row["lock_sha256"] as String?).flatMap { Digest(hex: $0) }
        submission.phase = phase
        submission.key = row["key"]
        submission.knownJobs = json(row["known_jobs"])?.array.map { Set($0.compactMap(\.string)) }
        submission.jobID = row["job_id"]
        submission.job = json(row["job"])
        submission.price = (row["price_per_hour"] as Double?).map {
            Price(perHour: $0, currency: row["currency"] ?? "")
        }
        submission.intendedAt = date(row["intended_at"]) ?? submission.intendedAt
        submission.sentAt = date(row["sent_at"])
        submission.endedAt = date(row["ended_at"])
        submission.updatedAt = date(row["updated_at"]) ?? submission.updatedAt
        return submission
    }

    /// A cell of JSON. One that can't be read is as good as none: without the known jobs a doubt stays a doubt, and the
    /// rest is only shown.
    private static func json(_ text: String?) -> JSONValue? { text.flatMap { try? JSONValue(parsing: $0) } }

    /// Whole seconds are what the ledger keeps.
    private static func now() -> Date {
        Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
    }
    private static func stamp(_ date: Date) -> String { date.formatted(.iso8601) }
    /// A cell of time. This program writes no other form, so one that can't be read is of a ledger that was changed by
    /// hand, and counts as empty.
    private static func date(_ text: String?) -> Date? { text.flatMap { try? Date($0, strategy: .iso8601) } }
}
