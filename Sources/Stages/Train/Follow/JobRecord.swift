import Foundation
import MusubiAPI
import Store

/// Writes down what is seen of one job: its history, and how far its submission is. A job that was not submitted from
/// here has a history alone.
struct JobRecord {
    private let id: String
    private let endpoint: String
    private let ledger: Ledger
    private var lastObservation: JobObservation?
    private var lastJob: TrainingJob?

    /// Goes on with what is written of the job of a trainer.
    init(of id: String, at endpoint: String, in ledger: Ledger) async throws(StoreError) {
        (self.id, self.endpoint, self.ledger) = (id, endpoint, ledger)
        lastObservation = try await ledger.observations(ofJob: id, at: endpoint).last
    }

    /// Writes down a job as the trainer shows it, where it differs from what was written last.
    mutating func note(_ job: TrainingJob, at date: Date) async throws(StoreError) {
        guard job != lastJob else { return }
        lastJob = job
        let observation = JobObservation(
            at: date, status: job.status.word, progress: job.progress, epoch: job.currentEpoch,
            step: job.currentStep, totalSteps: job.totalSteps, loss: job.loss)
        let isNew = lastObservation.map { !$0.shows(observation) } ?? true
        lastObservation = observation
        if isNew { try await ledger.add(observation, ofJob: id, at: endpoint) }
        try await ledger.update(ofJob: id, at: endpoint) { submission in
            submission.job = job.json
            // A job that comes back after it was lost is there.
            submission.phase = job.status.isTerminal ? .ended : .tracked
            submission.endedAt = job.status.isTerminal ? submission.endedAt ?? date : nil
            return true
        }
    }

    /// Writes down that the trainer does not know the job any more.
    func noteLoss() async throws(StoreError) {
        try await ledger.update(ofJob: id, at: endpoint) { submission in
            guard [.acknowledged, .tracked].contains(submission.phase) else { return false }
            submission.phase = .lost
            return true
        }
    }
}

extension JobObservation {
    /// Whether both show the same, at whatever moments.
    fileprivate func shows(_ other: JobObservation) -> Bool {
        var other = other
        other.at = at
        return self == other
    }
}

/// Time in which the trainer was really being watched: a clock that stands still while the watcher sleeps.
///
/// A laptop that was closed for the night has neither seen the trainer away nor the job standing still.
struct ObservedTime: Sendable {
    /// How much later than asked for a look may come and still count as watching: a request may take its 60 seconds,
    /// and a busy machine its own.
    static let slack = Duration.seconds(120)

    /// The time watched so far.
    private(set) var now = Duration.zero
    /// Whether the watcher slept before the last look.
    private(set) var hasSlept = false
    private var last: Duration?

    /// Takes in the moment of a look.
    ///
    /// - Parameters:
    ///   - moment: by any clock; one that goes backwards or leaps counts as sleep.
    ///   - asked: the pause that was wanted before this look; of a sleep it alone counts.
    mutating func advance(to moment: Duration, asked: Duration) {
        let gap = moment - (last ?? moment)
        hasSlept = gap > asked + Self.slack || gap < .zero
        now += hasSlept ? asked : gap
        last = moment
    }
}
