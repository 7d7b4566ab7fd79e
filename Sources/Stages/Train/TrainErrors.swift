import Curl
import Dataset

/// How a hand-over can fail, in words.
extension TrainerClient {
    /// What the trainer answered, where its list showed afterwards that no job exists.
    func refused(_ words: String) -> TrainError {
        TrainError(
            .unexpectedAnswer, "\(words); it lists no job for this payload, so none was started",
            hint: "look into the trainer's own log, then run the same command again")
    }

    /// Nothing was started, because the trainer could not be reached.
    func unsent(_ error: HTTPError) -> TrainError {
        return TrainError(
            .unreachable,
            "the trainer at \(endpoint.url) could not be reached, nothing was started: \(error.message)",
            hint: hint(for: error) + "; then run the same command again")
    }

    /// The payload on disk is not the one that the run began with, so that the trainer was not given it.
    func exportChanged(_ export: String, _ why: String) -> TrainError {
        TrainError(
            .exportChanged,
            "the export in \(export) changed before it was sent, so the trainer at \(endpoint.url) started nothing: \(why)",
            hint:
                "run the same command again, which exports anew (after submit: check the export with lorapipe verify); runs at the same time need a directory each: --out"
        )
    }

    /// A job that it denies: how it ended was not seen, so only the user can say whether there is another.
    func lost(_ jobID: String) -> TrainError {
        TrainError(
            .unresolved,
            "the trainer at \(endpoint.url) started job \(jobID.printableLine) for this payload and does not know it any more: how it ended was not seen",
            hint:
                "look where the trainer writes its LoRAs; the same command asks for the job again; to train once more, send with --resubmit"
        )
    }

    /// Only the user can say whether it is sent again.
    func unresolved(_ why: String) -> TrainError {
        TrainError(
            .unresolved,
            "it is not known whether the trainer at \(endpoint.url) started a job for this payload: \(why)",
            hint:
                "look at lorapipe jobs: lorapipe watch ID follows the job when it is there; the same command asks the trainer again; only when the job is surely not there, send once more with --resubmit"
        )
    }
}
