import Dataset
import Foundation
import MusubiAPI
import Store

/// The submission of one payload to one trainer: a state machine without I/O or clock. Its driver puts
/// `submission` on disk after every event, before it does what the next step says; so a crash anywhere leaves a state
/// from which the next run goes on.
///
///     intended ──last byte──► sent ──answer──► acknowledged
///        ▲                      │  └─no answer─► looking at the trainer's list ──► acknowledged
///        └──── surely not there ┴──────────────────────┘  └──► stop and ask
struct SubmissionMachine: Sendable {
    /// What happened.
    enum Event: Sendable, Equatable {
        /// The trainer's answer named a job.
        case job(TrainingJob)
        /// It refused, with this message.
        case refusal(String)
        /// It said something that leaves open whether a job was started.
        case unclear(String)
        /// No answer came.
        ///
        /// - `touched`: whether any byte of the request may have reached the trainer.
        case broken(String, touched: Bool)
        /// The payload on disk is not the submission's, so its last byte was kept back.
        case changed(String)
        /// The trainer listed its jobs.
        case listed([TrainingJob])
        /// It could not be asked for them.
        case unlisted(String)
    }

    /// What to do next.
    enum Step: Sendable, Equatable {
        /// Send the body, after a pause.
        case send(after: Duration)
        /// Ask for the list of jobs, after a pause.
        case look(after: Duration)
        /// The job exists; with the reason, where it was found in the list.
        case started(TrainingJob, because: String?)
        /// Nothing was started, and the trainer said why.
        case refused(String)
        /// Nothing was started: it could not be reached.
        case unreachable(String)
        /// It is not known whether anything was started: ask the user.
        case unresolved(String)
    }

    /// How often a body is sent at most before a person is asked to look at the network.
    static let sends = 3

    /// What belongs on disk.
    private(set) var submission: Submission
    /// Ids of jobs that other submissions have.
    private let claimed: Set<String>
    /// Others that wait for a job at this trainer.
    private let competing: [Submission]
    /// Whether the user says that an earlier attempt started nothing.
    private var resubmits: Bool
    private var sent = 0
    private var looks = 0
    /// Whether a body's last byte left before the one being sent now, in this run or an earlier one.
    private var hasLeftBefore = false
    /// Whether the end was seen in the trainer's list.
    private(set) var hasLooked = false
    /// Why it is not known whether a job was started.
    private var doubt: Doubt?
    /// Since when, on the driver's clock.
    private var since = Duration.zero

    private enum Doubt: Sendable {
        /// Nothing answered.
        case silence(String)
        /// The trainer, or something before it, answered this.
        case answer(String)

        var words: String {
            switch self {
            case .silence(let words), .answer(let words): words
            }
        }
    }

    /// A hand-over from a submission on disk.
    ///
    /// - Parameter age: how long ago its last byte left, where that was in an earlier run.
    init(
        _ submission: Submission, claimed: Set<String>, competing: [Submission] = [], resubmits: Bool = false,
        age: Duration = .zero
    ) {
        self.submission = submission
        self.claimed = claimed
        self.competing = competing
        self.resubmits = resubmits
        hasLeftBefore = submission.sentAt != nil || submission.phase == .sent
        if submission.phase == .sent {
            doubt = .silence("an earlier run ended before the trainer's answer came")
            since = .zero - max(.zero, age)
        }
    }

    /// The step to begin with.
    mutating func begin() -> Step {
        doubt == nil ? send(after: .zero) : .look(after: .zero)
    }

    /// The last byte is about to leave.
    mutating func leave(at moment: Date) {
        submission.phase = .sent
        submission.sentAt = moment
    }

    /// Takes in an event at a moment of the driver's clock, which only goes forward.
    mutating func take(_ event: Event, at now: Duration) -> Step {
        switch event {
        case .job(let job): answered(job, now)
        case .refusal(let words): refused(words, now)
        case .unclear(let words): unclear(words, now)
        case .broken(let why, let touched): broken(why, touched, now)
        // It says nothing of a body that left before this one.
        case .changed(let why): refused(why, now)
        case .listed(let jobs): listed(jobs, now)
        case .unlisted(let why): unlisted(why, now)
        }
    }

    // MARK: - Answers to the body

    private mutating func answered(_ job: TrainingJob, _ now: Duration) -> Step {
        if submission.knownJobs?.contains(job.id) == true || claimed.contains(job.id) {
            return unclear("it answered with job \(job.id.printableLine), which it had before", now)
        }
        return start(job, because: nil)
    }

    private mutating func refused(_ words: String, _ now: Duration) -> Step {
        // A key seen before can be refused because what it began with goes on; by the headers alone, too.
        if hasLeftBefore { return doubting(.answer(words), now) }
        submission.phase = .refused
        return .refused(words)
    }

    private mutating func unclear(_ words: String, _ now: Duration) -> Step {
        if hasLeftBefore || submission.phase == .sent { return doubting(.answer(words), now) }
        submission.phase = .refused
        return .refused(words)
    }

    private mutating func broken(_ why: String, _ touched: Bool, _ now: Duration) -> Step {
        if submission.phase == .sent { return doubting(.silence(why), now) }
        if touched && sent < Self.sends { return send(after: .seconds(5 * sent)) }
        submission.phase = .refused
        return .unreachable(why)
    }

    // MARK: - The list

    private mutating func listed(_ jobs: [TrainingJob], _ now: Duration) -> Step {
        let match = JobMatcher(jobs, for: submission, claimed: claimed, competing: competing)
        let isSettled = now - since >= SettlingTime.after(bytes: submission.bytes)
        switch match {
        case .found(let job, let reason): return start(job, because: reason)
        case .likely(let job, let reason) where isSettled: return start(job, because: reason)
        // Not even who asked for it gets a second run beside one that may be the first.
        case .likely: return lookAgain()
        case _ where resubmits: return send(after: .zero)
        case _ where !isSettled: return lookAgain()
        case .none: return surelyNot()
        case .several(let jobs):
            let ids = jobs.prefix(5).map(\.id.printableLine).joined(separator: ", ")
            return unresolved("it lists job(s) that may be it: \(ids)")
        case .untold(let why): return unresolved(why)
        }
    }

    private mutating func unlisted(_ why: String, _ now: Duration) -> Step {
        if resubmits { return send(after: .zero) }
        // A list that was never there is not worth a longer wait.
        let settled = SettlingTime.after(bytes: submission.bytes)
        let patience = submission.knownJobs == nil ? settled : max(settled, SettlingTime.patience)
        return now - since < patience ? lookAgain() : unresolved("it does not list its jobs: \(why)")
    }

    private mutating func surelyNot() -> Step {
        hasLooked = true
        switch doubt {
        case .silence(let why)? where sent >= Self.sends:
            submission.phase = .refused
            return .unreachable(why)
        case .answer(let words)?:
            submission.phase = .refused
            return .refused(words)
        case .silence?, nil: return send(after: .zero)
        }
    }

    // MARK: - Steps

    private mutating func send(after pause: Duration) -> Step {
        sent += 1
        looks = 0
        // What the user said was said of the attempt before this one.
        resubmits = false
        doubt = nil
        // `sentAt` stays: should this run end now, the next one knows that a body with this key has left.
        hasLeftBefore = submission.sentAt != nil || submission.phase == .sent
        submission.phase = .intended
        return .send(after: pause)
    }

    private mutating func doubting(_ doubt: Doubt, _ now: Duration) -> Step {
        self.doubt = doubt
        // Also where this body was refused before its end: the doubt is then about the one before.
        submission.phase = .sent
        since = now
        looks = 0
        return .look(after: .zero)
    }

    private mutating func lookAgain() -> Step {
        looks += 1
        return .look(after: min(.seconds(1 << min(looks, 4)), .seconds(15)))
    }

    private mutating func start(_ job: TrainingJob, because reason: String?) -> Step {
        submission.phase = .acknowledged
        submission.jobID = job.id
        submission.job = job.json
        return .started(job, because: reason)
    }

    private func unresolved(_ why: String) -> Step {
        .unresolved([doubt?.words, why].compactMap(\.self).joined(separator: "; "))
    }
}

extension SubmissionMachine.Event {
    /// What happened, for people.
    var words: String {
        switch self {
        case .job(let job): "it answered with job \(job.id.printableLine)"
        case .refusal(let words), .unclear(let words), .broken(let words, _), .changed(let words),
            .unlisted(let words):
            words
        case .listed(let jobs): "it lists \(jobs.count) job(s)"
        }
    }
}
