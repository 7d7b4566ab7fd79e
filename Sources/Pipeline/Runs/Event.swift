public import Dataset
public import Foundation
public import MusubiAPI
import Pack
public import Train

/// What happens in a run. Progress bar, JSON lines, logs and pages show this one stream.
///
/// An event holds counts and not what was counted: a report's findings are in the run's value.
public enum Event: Sendable {
    /// A stage began.
    case stage(Stage)
    /// The source has not answered yet, or an image is not there yet: a sentence that says which.
    case waiting(String)
    /// All rows are read.
    case pulled(dataset: String, id: String, rows: Int)
    /// A stored file is damaged and fetched again; a sentence.
    case fetchingAgain(String)
    /// This many rows are fetched and checked, of so many.
    case checked(Int, of: Int)
    /// The preflight is done; this many images were decoded for it, of so many that were fetched: the others were
    /// in the inspection cache.
    case report(Report.Summary, opened: Int, of: Int)
    /// Rows that passed the preflight could not be prepared and are left out: the findings, and the report's counts with
    /// them.
    case unprepared([Finding], Report.Summary)
    /// This many images are prepared, of so many; so many of them were in the store.
    case prepared(Int, of: Int, reused: Int)
    /// This many files of a contact sheet are written, of so many.
    case drawn(Int, of: Int)
    /// The export, or a part of it, is written: its directory, images, images from the store, payload digest and bytes.
    case packed(directory: String, images: Int, reused: Int, payload: Digest, bytes: Int64)
    /// How long the run takes and what it costs, estimated from earlier runs at the trainer; nil where there are none.
    case forecast(DurationEstimate?)
    /// Bytes of the payload sent, of all.
    case uploading(Int64, of: Int64)
    /// The trainer started a job.
    case submitted(jobID: String, endpoint: String)
    /// The same payload was submitted before and its job has no known end: the job is followed, nothing was sent.
    case attached(jobID: String, endpoint: String)
    /// The same payload was trained to the end before: nothing was sent. With the job object last seen, and when it was
    /// submitted.
    case trainedBefore(jobID: String, job: JSONValue?, endpoint: String, submittedAt: Date)
    /// A sentence for people who wait.
    case message(String)
    /// A sentence for people at a terminal; `--json` has no line for it.
    case note(String)
    /// What following the job shows.
    case job(Track.Event)
    /// The receipt of a run is in this file.
    case receipt(String)
    /// The job ended; nil when the trainer does not know it any more.
    case finished(jobID: String, TrainingJob?)
    /// The trainer did not confirm a cancellation; the pause before the next attempt. `--json` has no line for it.
    case cancelRetrying(String, pause: Duration)
    /// A notification could not be delivered; a sentence without a secret.
    case notifyFailed(String)
    /// One run of a batch ended.
    case runFinished(RunOutcome)
    /// The job of a run of a batch was cancelled after the batch was stopped. `--json` has no line for it.
    case runCancelled(RunOutcome)
    /// All runs of a batch ended.
    case batchFinished([RunOutcome])

    /// A written export, or a part of one.
    init(_ part: Pack.Packed) {
        self = .packed(
            directory: part.directory, images: part.head.payload.images, reused: part.reused,
            payload: part.head.payload.digest, bytes: part.head.payload.bytes)
    }

    /// Whether `--json` has a line for it. A stalled job is reported once, and not again every two seconds.
    public var hasLine: Bool {
        switch self {
        case .note, .cancelRetrying, .runCancelled, .job(.stalled): false
        default: true
        }
    }

    /// For an event that only counts: whether it is the last of its kind. Nil for all others.
    var isLastCount: Bool? {
        switch self {
        case .checked(let done, let all), .prepared(let done, let all, _): done == all
        case .uploading(let sent, let all): sent == all
        default: nil
        }
    }

    /// Whether a later event of the same kind says all that this one does.
    var isSuperseded: Bool {
        switch self {
        case .checked, .prepared, .uploading, .drawn, .job(.progress), .job(.stalled), .job(.retrying): true
        default: false
        }
    }
}

/// The stages, in their order.
public enum Stage: String, Sendable, CaseIterable {
    case pull, check, prepare, pack, train
}
