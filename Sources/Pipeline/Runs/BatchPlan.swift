import Dataset
import MusubiAPI
import Train

/// The runs that one command makes, in their order, and what keeps them from being made together.
public struct BatchPlan: Sendable {
    /// How many runs one command makes.
    public static let limit = Matrix.limit

    /// One run: a pipeline file, or one combination of its matrix.
    public struct Run: Sendable {
        /// What it does.
        public let file: PipelineFile
        /// The pipeline file's path, as it was given.
        public let path: String

        /// What it is called; no two runs of a plan are called the same.
        public var name: String { file.name }
    }

    /// At least one.
    public let runs: [Run]

    /// Reads pipeline files.
    ///
    /// - Throws: `SettingsError` with everything that is wrong with any of them, or with their runs together.
    public init(
        reading paths: [String], overrides: [String] = [], allowedHosts: [String] = [],
        environment: [String: String]
    ) throws(SettingsError) {
        var runs: [Run] = []
        var problems: [Problem] = []
        for path in paths {
            do throws(SettingsError) {
                let settings = try PipelineSettings(
                    at: path, overrides: overrides, environment: environment)
                runs += try settings.runs(allowedHosts: allowedHosts).map { Run(file: $0, path: path) }
            } catch {
                problems += error.problems
            }
        }
        problems += Self.clashes(runs.map(BatchRunIdentity.init))
        guard problems.isEmpty else { throw SettingsError(problems) }
        self.runs = runs
    }

    /// What is wrong with these runs together.
    static func clashes(_ runs: [BatchRunIdentity]) -> [Problem] {
        var problems: [Problem] = []
        if runs.count > limit {
            problems.append(
                .init(
                    "the command line", nil, "\(runs.count) runs in one command",
                    hint: "at most \(limit): give fewer files at a time"))
        }
        var names: [String: BatchRunIdentity] = [:]
        var outputs: [[String]: BatchRunIdentity] = [:]
        for run in runs {
            if let other = names.updateValue(run, forKey: run.name.lowercased()) {
                problems.append(
                    .init(
                        run.path, nil, "its run \(run.name) is called like one of \(other.path)",
                        hint: "give one of the files another name: exports and events are distinguished by it"
                    ))
                continue
            }
            guard let trainer = run.trainer else { continue }
            // The trainer's file system may ignore case.
            if let other = outputs.updateValue(run, forKey: [trainer, run.outputName.lowercased()]) {
                problems.append(
                    .init(
                        run.path, nil,
                        "its run \(run.name) has the output_name \(run.outputName.printableLine), like \(other.name) at the same trainer",
                        hint:
                            "give each a train.output_name of its own: the later LoRA would overwrite the earlier"
                    ))
            }
        }
        return problems
    }
}

/// What distinguishes a run from others.
struct BatchRunIdentity: Sendable {
    let name: String
    let path: String
    let outputName: String
    /// The trainer's URL.
    let trainer: String?
}

extension BatchRunIdentity {
    init(_ run: BatchPlan.Run) {
        self.init(
            name: run.name, path: run.path, outputName: run.file.training.outputName,
            trainer: run.file.endpoint?.url)
    }
}
