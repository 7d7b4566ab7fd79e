import Curl
public import Dataset
public import MusubiAPI
import Pack
import Postgres
import Pull
import Store
import Train
import Vips
import Workers

/// A failed run: what happened, and what to do next. It holds no secret.
public struct Failure: Error, Sendable {
    /// The kind of failure.
    public let status: ExitStatus
    /// A stable word for programs.
    public let code: String
    /// What happened, on one line or several.
    public let message: String
    /// What to do next; empty where nothing is.
    public let hint: String
    /// Lines that belong before the message, where there is more than one problem.
    public var details: [String] = []
    /// Whether the user asked for it: then it is shown in plain words, and not as an error.
    public var isWish = false

    /// A failure that no stage throws.
    public init(_ status: ExitStatus, code: String, _ message: String, hint: String) {
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// Any error that a run can throw.
    public init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as SettingsError: self.init(settings: error)
        case let error as Blocked: self.init(blocking: error.report)
        case let error as PullError: self.init(pull: error)
        case let error as TrainError: self.init(train: error)
        case let error as PostgresError:
            self.init(.outside, code: "database", error.message, hint: error.hint ?? "check pull.database")
        case let error as HTTPError where error.kind == .io:
            self.init(.machine, code: "state", error.message, hint: "check that path and the free space")
        case let error as HTTPError:
            self.init(.outside, code: "network", error.message, hint: "check the network")
        case let error as StoreError: self.init(.machine, code: "state", error.message, hint: error.hint)
        case let error as PackError: self.init(.settings, code: "export", error.message, hint: error.hint)
        case let error as ReplayError: self.init(.mismatch, code: "replay", error.message, hint: error.hint)
        case let error as PayloadTooLarge:
            self.init(.blocked, code: "payload-too-large", error.description, hint: error.hint)
        case let error as ManifestError:
            self.init(
                .mismatch, code: "lock", error.description, hint: "export again; the lock can't be relied on")
        case let error as VipsError:
            self.init(
                .machine, code: "libvips", error.description, hint: "check the installation of libvips")
        case let error as EndpointError:
            self.init(
                .settings, code: "endpoint", error.description, hint: "as in https://trainer.example.com/api")
        case let error as ProcessStartError:
            self.init(
                .machine, code: "processes", error.description,
                hint: "check the limits of processes and memory (ulimit -a), and that /proc is there")
        case is CancellationError:
            self.init(
                .interrupted, code: "interrupted", "interrupted",
                hint: "run the command again; what was finished is kept")
        default: self.init(.machine, code: "failed", "\(error)".printableLine, hint: "run the command again")
        }
    }

    /// How many problems of settings are listed: one mistake can be in every line of a long file.
    private static let longest = 50

    /// Findings that stop a run.
    public init(blocking report: Report) {
        self.init(
            .blocked, code: "blocked",
            "\(report.count(.error)) blocking finding(s) in \(report.dataset.name.printableLine)",
            hint: "mend those rows, lower a rule in check.rules, or leave such rows out with --skip-errors")
    }

    private init(settings error: SettingsError) {
        let problems = error.problems
        if let only = problems.first, problems.count == 1 {
            let place = only.line.map { "\(only.place):\($0)" } ?? only.place
            self.init(.settings, code: "settings", "\(place): \(only.message)", hint: only.hint)
        } else {
            self.init(
                .settings, code: "settings", "\(problems.count) problems in the settings",
                hint: "mend each of the lines above")
            details = problems.prefix(Self.longest).map(\.description)
            if problems.count > Self.longest { details.append("… and \(problems.count - Self.longest) more") }
        }
    }

    private init(train error: TrainError) {
        let code =
            switch error.kind {
            case .unreachable: "trainer-unreachable"
            case .refused: "trainer-refused"
            case .unknownJob: "unknown-job"
            case .unresolved: "submission-unresolved"
            case .nameInUse: "output-name-in-use"
            case .unexpectedAnswer: "trainer-odd"
            case .exportChanged: "export-changed"
            }
        let status: ExitStatus =
            switch error.kind {
            // Nothing outside went wrong: the user has to decide.
            case .nameInUse: .settings
            case .exportChanged: .mismatch
            default: .outside
            }
        self.init(status, code: code, error.message, hint: error.hint)
    }

    private init(pull error: PullError) {
        let status: ExitStatus =
            switch error.kind {
            case .settings: .settings
            case .outside: .outside
            case .machine: .machine
            }
        self.init(status, code: "pull", error.message, hint: error.hint)
    }

    /// The document that ends stdout under `--json`.
    public var json: JSONValue {
        .record([
            "error": .record([
                "code": .string(code), "message": .string(([message] + details).joined(separator: "\n")),
                "hint": .string(hint),
            ])
        ])
    }
}

extension Failure {
    /// A job that neither the ledger nor the trainer knows.
    ///
    /// - Parameter recent: ids of jobs that they do know, the newest first.
    public init(unknown id: String, at endpoint: String, recent: [String]) {
        let jobs = recent.map(\.printableLine).joined(separator: ", ")
        self.init(
            .settings, code: "unknown-job",
            id.isEmpty
                ? "the job's id is empty"
                : "neither the ledger nor the trainer at \(endpoint) knows a job \(id.printableLine)",
            hint: (jobs.isEmpty ? "" : "the jobs last known: \(jobs); ") + "lorapipe jobs lists them all"
        )
    }

    /// A job that the trainer does not know any more.
    public init(lost id: String) {
        self.init(
            .job, code: "job-lost",
            "job \(id.printableLine) is lost: the trainer does not know it any more, and how it ended was not seen",
            hint:
                "lorapipe jobs lists what the trainer knows; lorapipe watch \(id.printableLine) finds it should it come back"
        )
    }

    /// A cancelled job that was not seen to end.
    ///
    /// - Parameter words: what the trainer answered.
    public init(notConfirmed id: String, _ job: TrainingJob?, _ words: String) {
        let shown =
            job.map { "the trainer shows it as \($0.status.word.printableLine)" }
            ?? "it could not be looked at"
        self.init(
            .job, code: "cancel-not-confirmed",
            "job \(id.printableLine) is not confirmed to have stopped: \(shown); asked to cancel, \(words)",
            hint: "it may still run: look again with lorapipe status \(id.printableLine), or cancel again")
    }

    /// An export whose files are not those of its lock file.
    public init(mismatches: [String], in directory: String) {
        self.init(
            .mismatch, code: "mismatch",
            "\(directory) does not verify: \(mismatches.count) thing(s) differ from its lock",
            hint: "export again; do not send this one")
        details = mismatches
    }

    /// A run with a job that was stopped.
    public init(stopped progress: RunProgress) {
        let (message, hint) =
            switch (progress.jobID?.printableLine, progress.hasBegunSending) {
            case (let id?, _):
                ("left job \(id) running", "pick it up again with: lorapipe watch \(id)")
            case (nil, true):
                (
                    "interrupted before the trainer gave a job id",
                    "run the same command again: it finds out what came of it before it sends anything"
                )
            case (nil, false):
                (
                    "interrupted before anything was sent to the trainer",
                    "run the same command again: what was finished is kept"
                )
            }
        self.init(.interrupted, code: "interrupted", message, hint: hint)
    }
}
