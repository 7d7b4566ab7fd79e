public import Foundation
import GRDB

/// A job as a trainer showed it at one moment: a point of its history.
public struct JobObservation: Sendable, Equatable {
    /// When it was seen, to the millisecond.
    public var at: Date
    /// The trainer's word for where it stood.
    public var status: String
    /// 0 to 100.
    public var progress: Double?
    /// The epoch it was in, from 1.
    public var epoch: Int?
    /// The step it had done.
    public var step: Int?
    /// How many steps the run has.
    public var totalSteps: Int?
    /// The loss shown.
    public var loss: Double?

    /// One observation; what is nil was not in the trainer's answer.
    public init(
        at: Date, status: String, progress: Double? = nil, epoch: Int? = nil, step: Int? = nil,
        totalSteps: Int? = nil, loss: Double? = nil
    ) {
        self.at = Date(timeIntervalSince1970: (at.timeIntervalSince1970 * 1000).rounded() / 1000)
        self.status = status
        self.progress = progress
        self.epoch = epoch
        self.step = step
        self.totalSteps = totalSteps
        self.loss = loss
    }
}

/// What was seen of jobs on their way.
extension Ledger {
    /// Adds an observation to a job's history. A power cut may lose the last ones.
    public func add(_ observation: JobObservation, ofJob jobID: String, at endpoint: String)
        async throws(StoreError)
    {
        try await note { database in
            try database.execute(
                sql: """
                    INSERT INTO job_sight
                    (endpoint, job_id, at, status, progress, epoch, step, total_steps, loss)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    endpoint, jobID, Int64((observation.at.timeIntervalSince1970 * 1000).rounded()),
                    observation.status,
                    observation.progress, observation.epoch, observation.step, observation.totalSteps,
                    observation.loss,
                ])
        }
    }

    /// A job's history, in the order in which it was seen.
    public func observations(ofJob jobID: String, at endpoint: String) async throws(StoreError)
        -> [JobObservation]
    {
        try await read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM job_sight WHERE endpoint = ? AND job_id = ? ORDER BY id",
                arguments: [endpoint, jobID]
            ).map { row in
                let milliseconds: Int64 = row["at"]
                return JobObservation(
                    at: Date(timeIntervalSince1970: Double(milliseconds) / 1000), status: row["status"],
                    progress: row["progress"], epoch: row["epoch"], step: row["step"],
                    totalSteps: row["total_steps"], loss: row["loss"])
            }
        }
    }
}
