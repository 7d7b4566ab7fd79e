public import Dataset
public import MusubiAPI
public import Pack
public import Store
public import Train

/// Something that happened on the line. Bar, JSON events and logs are all fed by this one stream.
public enum Event: Sendable {
    /// A stage began.
    case stage(Stage)
    /// The source has not answered yet, or a picture is not there yet: what is waited for, in a sentence.
    case waiting(String)
    /// The rows are complete.
    case pulled(DatasetInfo, rows: Int)
    /// A kept picture is damaged and fetched again; in a sentence.
    case fetchingAgain(String)
    /// This many rows were fetched and checked, of so many.
    case checked(Int, of: Int)
    /// The preflight is done; this many pictures were opened for it, of so many that came: the others had been looked at
    /// before.
    case report(Report, opened: Int, of: Int)
    /// Rows that the preflight passed could not be prepared and are left out: the findings, and the report with them.
    case unprepared([Finding], Report)
    /// This many pictures are prepared, of so many; so many of them were taken from the store.
    case prepared(Int, of: Int, reused: Int)
    /// This many files of a contact sheet are written, of so many.
    case drawn(Int, of: Int)
    /// The export, or a part of it, is written.
    case packed(Pack.Packed)
    /// How long the run will take and what it will cost, by earlier ones at the trainer; nil where there are none.
    case forecast(Forecast?)
    /// Bytes of the payload sent, of all.
    case uploading(Int64, of: Int64)
    /// The trainer started a job.
    case submitted(jobID: String, endpoint: String)
    /// Something that people should know while they wait, in a sentence.
    case notice(String)
    /// The same payload was trained to the end before: nothing was sent.
    case trainedBefore(Submission)
    /// The same payload was handed over before and its job not seen to end: it is followed, nothing was sent.
    case attached(jobID: String, endpoint: String)
    /// The job changed; with the time left where it can be told.
    case progress(TrainingJob, remaining: Duration?)
    /// The job stalled, goes on, or went back.
    case turn(JobTracker.Notice, TrainingJob)
    /// A stalled job was seen once more, having stood still for so long. It moves the bar alone.
    case standing(TrainingJob, for: Duration)
    /// The trainer can't be asked for a moment.
    case trouble(String, pause: Duration)
    /// The receipt of a run stands in this file.
    case receipt(String)
    /// The job ended; nil when the trainer does not know it any more.
    case finished(jobID: String, TrainingJob?)
}

/// The stages, in their order.
public enum Stage: String, Sendable, CaseIterable {
    case pull, check, prepare, pack, train
}
