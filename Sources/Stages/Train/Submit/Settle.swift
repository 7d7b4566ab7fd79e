import Foundation
import MusubiAPI
public import Store

/// Looks once whether submissions whose answer was lost have become jobs at the trainer, for commands that only look.
/// Nothing is sent, and nothing is taken as not there.
public struct Settle: Sendable {
    private let client: TrainerClient
    private let store: Store
    private let time: Timekeeper

    /// For the submissions to one trainer.
    public init(client: TrainerClient, store: Store, time: Timekeeper = .real) {
        self.client = client
        self.store = store
        self.time = time
    }

    /// Gives those that were found, with their jobs' ids.
    ///
    /// - Throws: `TrainError` when the trainer can't be asked, `StoreError`.
    public func callAsFunction() async throws -> [Submission] {
        let ledger = try store.ledger
        let endpoint = client.endpoint.url
        let before = try await ledger.offPool { ledger throws(StoreError) in
            try ledger.submissions(to: endpoint)
        }
        guard before.contains(where: { $0.phase == .sent }) else {
            return []
        }
        // Whoever is handing over right now settles it too.
        guard let turn = try store.handoverLock(to: client.endpoint.url) else { return [] }
        defer { withExtendedLifetime(turn) {} }
        // Read only now: a hand-over that ended just before may have settled one of them.
        let all = try await ledger.offPool { ledger throws(StoreError) in
            try ledger.submissions(to: endpoint)
        }
        let jobs = try await client.jobs()
        var found: [Submission] = []
        for var submission in all where submission.phase == .sent {
            let taken = submission.taken(by: all).union(found.compactMap(\.jobID))
            let evidence = JobEvidence(
                jobs, for: submission, taken: taken, rivals: submission.rivals(among: all))
            let job: TrainingJob
            switch evidence {
            case .found(let found, _): job = found
            case .likely(let found, _) where submission.isSettled(at: time.date()): job = found
            default: continue
            }
            submission.phase = .acknowledged
            submission.jobID = job.id
            submission.job = job.json
            try await ledger.offPool { [submission] ledger throws(StoreError) in
                try ledger.update(submission)
            }
            found.append(submission)
        }
        return found
    }
}
