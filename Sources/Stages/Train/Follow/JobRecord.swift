import Foundation
import MusubiAPI
import Store

/// Writes down what is seen of one job: its history, and how far its submission is. A job that was not handed over from
/// here has a history alone.
struct JobRecord {
    private let id: String
    private let endpoint: String
    private let ledger: Ledger
    private var lastSight: JobSight?
    private var lastJob: TrainingJob?

    /// Goes on with what is written of the job of a trainer.
    init(of id: String, at endpoint: String, in ledger: Ledger) async throws(StoreError) {
        (self.id, self.endpoint, self.ledger) = (id, endpoint, ledger)
        lastSight = try await ledger.offPool { ledger throws(StoreError) in
            try ledger.sights(ofJob: id, at: endpoint).last
        }
    }

    /// Writes down a job as the trainer shows it, where it differs from what was written last.
    mutating func note(_ job: TrainingJob, at date: Date) async throws(StoreError) {
        guard job != lastJob else { return }
        lastJob = job
        let sight = JobSight(
            at: date, status: job.status.word, progress: job.progress, epoch: job.currentEpoch,
            step: job.currentStep, totalSteps: job.totalSteps, loss: job.loss)
        let isNew = lastSight.map { !$0.shows(sight) } ?? true
        lastSight = sight
        try await ledger.offPool { [id, endpoint] ledger throws(StoreError) in
            if isNew { try ledger.add(sight, ofJob: id, at: endpoint) }
            guard var submission = try ledger.submission(ofJob: id, at: endpoint) else { return }
            submission.job = job.json
            // A job that comes back after it was lost is there.
            submission.phase = job.status.isTerminal ? .ended : .tracked
            submission.endedAt = job.status.isTerminal ? submission.endedAt ?? date : nil
            try ledger.update(submission)
        }
    }

    /// Writes down that the trainer does not know the job any more.
    func noteLoss() async throws(StoreError) {
        try await ledger.offPool { [id, endpoint] ledger throws(StoreError) in
            guard var submission = try ledger.submission(ofJob: id, at: endpoint),
                [.acknowledged, .tracked].contains(submission.phase)
            else { return }
            submission.phase = .lost
            try ledger.update(submission)
        }
    }
}

extension JobSight {
    /// Whether both show the same, at whatever moments.
    fileprivate func shows(_ other: JobSight) -> Bool {
        var other = other
        other.at = at
        return self == other
    }
}
