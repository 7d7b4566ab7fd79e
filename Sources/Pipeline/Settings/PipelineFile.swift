public import Check
public import Dataset
import Foundation
public import MusubiAPI
public import Pull
public import Train

/// A pipeline file, read and checked as far as a command needs it.
public struct PipelineFile: Sendable {
    /// What the run is called.
    public var name: String
    /// Where the rows come from.
    public var source: Source
    /// The trigger word that the pipeline sets in place of the source's.
    public var trigger: String?
    /// What the rules weigh.
    public var rules: RuleSettings
    /// Findings that were looked at and accepted.
    public var waivers: [Waiver]
    /// The file that holds them; nil where they stand in the pipeline file itself, or there are none.
    public var waiversFile: String?
    /// The file to count tokens by; nil where they are estimated.
    public var tokenizer: String?
    /// Whether rows with errors are left out; otherwise they stop the run.
    public var skipsErrors: Bool
    /// How pictures are prepared.
    public var recipe: Recipe
    /// What is done with pictures that are too small.
    public var upscalePolicy: UpscalePolicy
    /// The most bytes that a payload may have; nil for no limit.
    public var maxBytes: Int64?
    /// The settings of the training run.
    public var training: TrainingParameters
    /// Where the trainer is; nil where the command needs none and none is set.
    public var endpoint: Endpoint?
    /// Where the end of a run is reported.
    public var notificationTargets: NotificationTargets
    /// What the matrix sets for this run, by path, in its order; empty where there is none.
    public internal(set) var varied: [(path: String, value: String)] = []
    /// What an hour at the trainer costs; nil where none is set.
    public var price: Price?

    /// Reads a pipeline file.
    ///
    /// - Parameters:
    ///   - path: the file; YAML or JSON.
    ///   - overrides: `key.path=value` texts that go over it.
    ///   - allowedHosts: origins that rows may name, besides the file's own.
    ///   - need: how far the command goes; what only later commands need may be missing.
    ///   - readsWaivers: whether the command judges anything; others work beside a file of waivers that is not done.
    ///   - environment: where `${NAME}` is looked up, before a `.env` beside the file.
    /// - Throws: `SettingsError` with everything that is wrong.
    public init(
        at path: String, overrides: [String] = [], allowedHosts: [String] = [], for need: Need,
        readsWaivers: Bool = true, environment: [String: String]
    ) throws(SettingsError) {
        let settings = try PipelineSettings(at: path, overrides: overrides, environment: environment)
        self = try settings.file(allowedHosts: allowedHosts, for: need, readsWaivers: readsWaivers)
    }

    /// - Parameter refusals: what is wrong besides with these values.
    init(
        _ path: String, _ values: SettingValues, _ variables: Variables, allowedHosts: [String],
        for need: Need, readsWaivers: Bool, _ refusals: [Problem] = []
    ) throws(SettingsError) {
        let directory = PipelineSettings.directory(path)
        var reader = SettingReader(values, variables, for: need)
        for problem in refusals { reader.report(problem) }
        _ = reader.integer("version")
        name = Self.name(path, &reader)
        rules = RuleReading.rules(&reader)
        waivers = readsWaivers ? WaiverReading.waivers(&reader, directory) : []
        waiversFile = WaiverReading.file(&reader, directory)
        tokenizer = reader.text("check.tokenizer").map { Self.path($0, in: directory) }
        skipsErrors = reader.word("check.on_error") == "skip"
        recipe = RecipeSettings.recipe(&reader)
        upscalePolicy = RecipeSettings.upscalePolicy(&reader)
        maxBytes = reader.integer("pack.max_bytes").map(Int64.init)
        trigger = reader.text("pull.trigger")
        training = Self.training(name, recipe.resolution, &reader)
        endpoint = TrainerReading.endpoint(need, directory, &reader)
        notificationTargets = NotificationReading.notificationTargets(&reader, variables)
        price = Self.price(&reader)
        let source = SourceReading.source(&reader, directory, variables)
        guard let source, reader.problems.isEmpty else {
            throw SettingsError(reader.problems)
        }
        self.source = source.allowing(allowedHosts)
    }

    static func path(_ name: String, in directory: String) -> String {
        URL(fileURLWithPath: name, relativeTo: URL(fileURLWithPath: directory, isDirectory: true))
            .standardizedFileURL.path
    }

    private static func name(_ path: String, _ reader: inout SettingReader) -> String {
        let stem = FileName.safeStem(of: URL(fileURLWithPath: path).lastPathComponent)
        let fallback = stem.replacing(".", with: "_")
        let name = reader.text("name") ?? fallback
        if name.wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) != nil { return name }
        reader.report(
            "name", "name is \"\(name.printableLine)\"", hint: "it takes 1 to 64 letters, digits, - and _")
        return fallback
    }

    private static func training(_ name: String, _ resolution: Resolution, _ reader: inout SettingReader)
        -> TrainingParameters
    {
        var parameters = TrainingParameters(
            outputName: reader.text("train.output_name") ?? name, resolution: resolution)
        if let value = reader.integer("train.network_dim") { parameters.networkDim = value }
        if let value = reader.number("train.network_alpha") { parameters.networkAlpha = value }
        if let value = reader.number("train.learning_rate") { parameters.learningRate = value }
        if let value = reader.integer("train.max_train_epochs") { parameters.maxTrainEpochs = value }
        parameters.maxTrainSteps = reader.integer("train.max_train_steps")
        if let value = reader.integer("train.seed") { parameters.seed = Int64(value) }
        for fault in parameters.faults {
            reader.report(
                "train.\(fault.key)", "train.\(fault)".printableLine, hint: "nothing is sent until it fits")
        }
        return parameters
    }
}
