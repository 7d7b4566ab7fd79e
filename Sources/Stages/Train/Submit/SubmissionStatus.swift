import Curl
import MusubiAPI
public import Store

/// The ledger's state of a payload that is to be submitted, which decides whether it is.
enum SubmissionStatus: Equatable {
    /// It was never submitted, or its job ended without success.
    case new
    /// An attempt was begun and not settled: it is gone on with.
    case open(Submission)
    /// Its job has not been seen to end.
    case running(Submission)
    /// The trainer knew its job and then did not know it any more.
    case lost(Submission)
    /// It was trained to the end.
    case trained(Submission)

    /// Looks through the submissions of one payload.
    ///
    /// - Parameters:
    ///   - submissions: to whatever trainer, the newest first.
    ///   - endpoint: the trainer that it is to go to.
    init(_ submissions: [Submission], at endpoint: String) {
        let here = submissions.filter { $0.endpoint == endpoint }
        // A doubt from before a later job was settled when that job was asked for; one that was refused says nothing.
        let last = here.first { $0.phase != .refused }
        switch last?.phase {
        case .intended?, .sent?: self = last.map(SubmissionStatus.open) ?? .new
        case .acknowledged?, .tracked?: self = last.map(SubmissionStatus.running) ?? .new
        case .lost?: self = last.map(SubmissionStatus.lost) ?? .new
        case .ended?, .refused?, nil:
            let trained = here.first(where: \.isCompleted) ?? Self.elsewhere(submissions)
            self = trained.map(SubmissionStatus.trained) ?? .new
        }
    }

    /// The same trainer may have got another name. What this machine itself was given was a rehearsal.
    private static func elsewhere(_ submissions: [Submission]) -> Submission? {
        submissions.first { submission in
            // An address that can't be read is nobody's rehearsal.
            let isLocal = (try? HTTPAddress(submission.endpoint))?.origin.isLoopback ?? false
            return submission.isCompleted && !isLocal
        }
    }
}

extension Submission {
    /// Whether its job was seen to complete.
    public var isCompleted: Bool {
        phase == .ended && job.flatMap(TrainingJob.init(json:))?.status == .completed
    }
}
