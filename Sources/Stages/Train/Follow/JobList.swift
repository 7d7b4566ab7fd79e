import Dataset
public import MusubiAPI
public import Store

/// Jobs in one list: what was submitted from here, with what one trainer shows of it now, and the trainer's others.
public struct JobList: Sendable {
    /// One line of the list.
    public struct Entry: Sendable {
        /// What was submitted; nil for somebody else's job.
        public let submission: Submission?
        /// The job as last seen; nil for a submission without one.
        public let job: TrainingJob?
        /// Whether the trainer shows it now; else it is as the ledger has it.
        public let isCurrent: Bool
        /// The trainer's base URL.
        public let endpoint: String
    }

    /// Submissions first, the newest first, then the trainer's other jobs in its own order.
    public let entries: [Entry]

    /// Joins the two.
    ///
    /// - Parameters:
    ///   - submissions: the newest first, to whatever trainer.
    ///   - served: what the trainer at `endpoint` lists. Trainers number jobs each for itself, so no other's are looked for
    ///     there; and a trainer that began to count anew means the newest by a number.
    public init(_ submissions: [Submission], _ served: [TrainingJob], at endpoint: String) {
        var listed: [String: TrainingJob] = [:]
        for job in served { listed[job.id] = listed[job.id] ?? job }
        var taken: Set<String> = []
        let ours = submissions.map { submission in
            let id = submission.endpoint == endpoint ? submission.jobID : nil
            let now = id.flatMap { taken.insert($0).inserted ? listed[$0] : nil }
            return Entry(
                submission: submission, job: now ?? submission.job.flatMap(TrainingJob.init(json:)),
                isCurrent: now != nil, endpoint: submission.endpoint)
        }
        let others = served.filter { !taken.contains($0.id) }
        entries = ours + others.map { Entry(submission: nil, job: $0, isCurrent: true, endpoint: endpoint) }
    }
}

extension JobList.Entry {
    /// Where it stands, in the trainer's word, or the phase of a submission of whose job nothing is seen.
    public var status: String {
        if let submission, !isCurrent, submission.phase == .lost || job == nil {
            return submission.phase.rawValue
        }
        return job?.status.word ?? "unknown"
    }

    /// What a submission whose fate is not settled is, and what to do; nil for the others.
    public var advice: String? {
        guard let submission, !isCurrent else { return nil }
        switch submission.phase {
        case .intended:
            return "it had not left when its sending ended: nothing was started; hand it over again"
        case .sent:
            return
                "it is not known whether the trainer started a job for it: handing it over again asks the trainer first, and sends only what surely is not there"
        case .lost:
            return
                "the trainer did not know the job any more: lorapipe watch \(submission.jobID?.printableLine ?? "ID") looks whether it came back"
        case .acknowledged, .tracked, .refused, .ended: return nil
        }
    }
}
