public import Check
public import Dataset
import Foundation
import MusubiAPI
public import Train

/// A pipeline file, read and parsed once. Each part is checked when it is used: a command that talks to the trainer alone
/// does without the variables of the rest.
public struct PipelineSettings {
    private let path: String
    private let values: SettingValues
    private let variables: Variables

    /// Reads a pipeline file.
    ///
    /// - Parameters:
    ///   - path: the file; YAML or JSON.
    ///   - overrides: `key.path=value` texts that go over it.
    ///   - environment: where `${NAME}` is looked up, before a `.env` beside the file.
    /// - Throws: `SettingsError` when it can't be read, or is no mapping.
    public init(at path: String, overrides: [String] = [], environment: [String: String])
        throws(SettingsError)
    {
        self.path = path
        variables = try Variables(environment: environment, dotEnvIn: Self.directory(path))
        let text: String
        do {
            text = try SettingsText.read(path)
        } catch {
            throw SettingsError([
                .init(path, nil, error.what, hint: "check the path; pipelines/ holds examples")
            ])
        }
        var values = SettingValues(yaml: text, file: path)
        guard values.isMapping else { throw SettingsError(values.problems) }
        for override in overrides { values.set(override) }
        self.values = values
    }

    /// The trainer.
    ///
    /// - Throws: `SettingsError` with everything that is wrong with its address, and when none is set.
    public var endpoint: Endpoint {
        get throws(SettingsError) {
            let endpoint = try read(for: .train) {
                TrainerReading.endpoint(.train, Self.directory(path), &$0)
            }
            // Without an endpoint the reader has a problem to report.
            guard let endpoint else { throw SettingsError([]) }
            return endpoint
        }
    }

    /// What an hour at the trainer costs; nil where none is set.
    ///
    /// - Throws: `SettingsError` with everything that is wrong with the price.
    public var price: Price? {
        get throws(SettingsError) { try read(for: .train) { PipelineFile.price(&$0) } }
    }

    /// Who is notified when a run ends.
    ///
    /// - Throws: `SettingsError` with everything that is wrong with the `notify` section.
    public var notificationTargets: NotificationTargets {
        get throws(SettingsError) {
            try read(for: .train) { NotificationReading.notificationTargets(&$0, variables) }
        }
    }

    /// The severities and thresholds of the rules.
    ///
    /// - Throws: `SettingsError` with everything that is wrong with `check.rules`.
    public var rules: RuleSettings {
        get throws(SettingsError) { try read(for: .check) { RuleReading.rules(&$0) } }
    }

    /// The whole file, for one run.
    ///
    /// - Parameters:
    ///   - allowedHosts: origins that rows may name, besides the file's own.
    ///   - need: how far the command goes; what only later commands need may be missing.
    ///   - readsWaivers: false for commands that judge nothing, which do without a file of waivers.
    /// - Throws: `SettingsError` with everything that is wrong.
    public func file(allowedHosts: [String] = [], for need: Need, readsWaivers: Bool = true)
        throws(SettingsError) -> PipelineFile
    {
        try PipelineFile(
            path, values, variables, allowedHosts: allowedHosts, for: need, readsWaivers: readsWaivers,
            MatrixReading(values, variables).refusal)
    }

    /// Every run of the file: one, or one for each combination of its matrix, each with the matrix' values over the file's,
    /// and names that show what varies.
    ///
    /// - Throws: `SettingsError` with everything that is wrong with any of them, each problem once.
    public func runs(allowedHosts: [String] = []) throws(SettingsError) -> [PipelineFile] {
        let reading = MatrixReading(values, variables)
        let matrix = reading.matrix
        let names = VariantName(matrix)
        let outputs = VariantName(matrix, ignoring: "train.output_name")
        var runs: [PipelineFile] = []
        var problems = reading.problems
        for (number, combination) in matrix.combinations.enumerated() {
            let varied = combination.reduce(values) { $0.varied($1.path, $1.value.text, line: $1.value.line) }
            do throws(SettingsError) {
                var file = try PipelineFile(
                    path, varied, variables, allowedHosts: allowedHosts, for: .train, readsWaivers: true)
                file.name = names.named(file.name, number, limit: 64)
                file.training.outputName = outputs.named(
                    file.training.outputName, number, limit: TrainingParameters.longestName)
                file.varied = combination.map { ($0.path, $0.value.expanded) }
                runs.append(file)
            } catch {
                // What is wrong with the file itself is wrong with each of its runs.
                for problem in error.problems where !problems.contains(problem) { problems.append(problem) }
            }
        }
        guard problems.isEmpty else { throw SettingsError(problems) }
        return runs
    }

    static func directory(_ path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    private func read<Part>(for need: Need, _ part: (inout SettingReader) -> Part) throws(SettingsError)
        -> Part
    {
        var reader = SettingReader(values, variables, for: need)
        let part = part(&reader)
        guard reader.problems.isEmpty else { throw SettingsError(reader.problems) }
        return part
    }
}
