import Curl
import Dataset
import Pack
import Pipeline
import Postgres
import Pull
import Sandbox
import Store
import Train
import TrainerService
import Vips
import Workers

/// A failed run as people and programs are told of it.
struct Failure: Error {
    let status: ExitStatus
    /// A stable word for programs.
    let code: String
    let message: String
    let hint: String
    /// Lines told before the message, when there is more than one thing to say.
    var details: [String] = []
    /// Whether the user wanted it so: then it is told in plain words, and not as an error.
    var isWish = false

    init(_ status: ExitStatus, code: String, _ message: String, hint: String) {
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// Every error that a command can throw.
    init(_ error: any Error) {
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
        case let error as ClusterError: self.init(.machine, code: "sandbox", error.message, hint: error.hint)
        case let error as SandboxError: self.init(.settings, code: "sandbox", error.message, hint: error.hint)
        case let error as TrainerServiceError:
            self.init(.settings, code: "trainer", error.message, hint: error.hint)
        case is CancellationError:
            self.init(
                .interrupted, code: "interrupted", "interrupted",
                hint: "run the command again; what was finished is kept")
        default: self.init(.machine, code: "failed", "\(error)".printableLine, hint: "run the command again")
        }
    }

    /// How many problems of settings are told: one mistake can be in every line of a long file.
    private static let told = 50

    /// Findings that stop a run.
    init(blocking report: Report) {
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
            details = problems.prefix(Self.told).map(\.description)
            if problems.count > Self.told { details.append("… and \(problems.count - Self.told) more") }
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
            case .oddAnswer: "trainer-odd"
            case .exportChanged: "export-changed"
            }
        let status: ExitStatus =
            switch error.kind {
            // Nothing outside went wrong: it is for the user to say what he wants.
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
    var json: JSONValue {
        .record([
            "error": .record([
                "code": .string(code), "message": .string(([message] + details).joined(separator: "\n")),
                "hint": .string(hint),
            ])
        ])
    }
}
