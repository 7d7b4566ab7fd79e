import MusubiAPI
import Store

extension Ledger {
    /// Writes down a job as the trainer shows it; nothing for jobs that were not handed over from here.
    func record(_ job: TrainingJob) throws(StoreError) {
        guard var submission = try submission(ofJob: job.id) else { return }
        submission.job = job.json
        if job.status.isTerminal { submission.phase = .ended }
        try update(submission)
    }
}
