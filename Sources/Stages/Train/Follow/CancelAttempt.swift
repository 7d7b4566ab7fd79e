import Curl
import Dataset
import MusubiAPI

/// How far the cancellation of a job is: pure.
struct CancelAttempt {
    /// The result of a request.
    enum Answer {
        case words(JSONValue)
        case error(TrainError)
    }

    let id: String
    let trainer: String
    /// Whether the trainer accepted the request.
    private(set) var isTaken = false
    /// Whether it said that it does not, without calling it an error.
    private(set) var isDeclined = false
    /// Whether the trainer itself answered the request at all.
    private(set) var wasHeard = false
    /// Whether the last look was answered with not knowing the job.
    private(set) var isUnknown = false
    /// Why the last look or the last asking gave nothing; nil when both did.
    var failure: String? { observationFailure ?? requestFailure }
    /// The trainer's answer to the request, for when nothing more comes.
    private(set) var words = "it did not answer the wish"
    private var error: TrainError?
    private var observationFailure, requestFailure: String?
    private var backoff = Backoff.trainer

    init(id: String, trainer: String) { (self.id, self.trainer) = (id, trainer) }

    /// Takes in a look.
    mutating func note(_ observation: JobTracker.Observation) {
        if case .unknown = observation { isUnknown = true } else { isUnknown = false }
        if case .failure(let why, _) = observation {
            observationFailure = why
        } else {
            observationFailure = nil
        }
    }

    /// Takes in an answer.
    mutating func note(_ answer: Answer) {
        (error, requestFailure) = (nil, nil)
        switch answer {
        case .words(let json):
            wasHeard = true
            // A success that is none: the trainer heard and did not do.
            isDeclined = json["success"] == false
            isTaken = !isDeclined
            let said = (json["message"] ?? json["detail"] ?? json["error"])?.string?.printableLine
            words = isTaken ? "it took the wish" : "it said no" + (said.map { ": \($0)" } ?? "")
            if isDeclined {
                requestFailure = "the trainer said no to the wish" + (said.map { ": \($0)" } ?? "")
            }
        case .error(let error):
            self.error = error
            requestFailure = error.message
            if error.kind != .unreachable { words = error.message }
        }
    }

    /// How long to wait before the next request; nothing once it was accepted.
    mutating func pause(jitter: Double) -> Duration {
        if requestFailure == nil {
            backoff.reset()
            return .zero
        }
        return backoff.pause(asked: error?.retryAfter, jitter: jitter)
    }

    /// A clear refusal while the job is seen to go on; nil where asking again may help.
    func refusal(_ job: TrainingJob?) -> TrainError? {
        guard let error else { return nil }
        if error.kind == .unknownJob {
            guard let job, !isUnknown, observationFailure == nil else { return isUnknown ? unknownJob : nil }
            return TrainError(
                .refused(status: 404),
                "the trainer at \(trainer) shows job \(id.printableLine) as \(job.status.word.printableLine), but does not know it when asked to cancel it",
                hint: "stop it at the trainer itself, and look again with lorapipe status \(id.printableLine)"
            )
        }
        return error.isFinal ? error : nil
    }

    /// The trainer does not know the job, or not any more.
    var unknownJob: TrainError {
        TrainError(
            .unknownJob,
            isTaken
                ? "the trainer at \(trainer) took the wish and does not know job \(id.printableLine) any more: how it ended was not seen"
                : "the trainer at \(trainer) does not know a job \(id.printableLine)",
            hint: "list its jobs with lorapipe jobs")
    }

    /// The trainer was never reached.
    var unreachable: TrainError {
        TrainError(
            .unreachable, failure ?? "the trainer at \(trainer) did not answer",
            hint:
                "job \(id.printableLine) was not cancelled: try again when the trainer is up (lorapipe health)"
        )
    }
}
