import Foundation
import MusubiAPI
public import Store

/// Looks once whether submissions whose answer was lost have become jobs at the trainer, for commands that only look.
/// Nothing is sent, and nothing is taken as not there.
public struct Reconcile: Sendable {
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
        let ledger = try await store.ledger
        let endpoint = client.endpoint.url
        let before = try await ledger.submissions(to: endpoint)
        guard before.contains(where: { $0.phase == .sent }) else {
            return []
        }
        // The process that submits right now settles it too.
        guard let lock = try await store.submissionLock(to: client.endpoint.url) else { return [] }
        defer { withExtendedLifetime(lock) {} }
        // Read only now: a hand-over that ended just before may have settled one of them.
        let all = try await ledger.submissions(to: endpoint)
        let jobs = try await client.jobs()
        var found: [Submission] = []
        for var submission in all where submission.phase == .sent {
            let claimed = submission.claimed(by: all).union(found.compactMap(\.jobID))
            let match = JobMatcher(
                jobs, for: submission, claimed: claimed, competing: submission.competing(among: all))
            let job: TrainingJob
            switch match {
            case .found(let found, _): job = found
            case .likely(let found, _) where submission.isSettled(at: time.date()): job = found
            default: continue
            }
            submission.phase = .acknowledged
            submission.jobID = job.id
            submission.job = job.json
            try await ledger.update(submission)
            found.append(submission)
        }
        return found
    }
}
