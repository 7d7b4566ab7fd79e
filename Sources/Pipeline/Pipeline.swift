public import Check
public import Dataset
import MusubiAPI
public import Pack
import Prepare
import Pull
import Store
public import Train
import Workers

/// The line: pull → check → prepare → pack → train, by plain calls, so that a wrong order does not compile.
public struct Pipeline: Sendable {
    let file: PipelineFile
    let tools: RunContext
    let emit: @Sendable (Event) -> Void

    /// A pipeline ready to run.
    ///
    /// - Parameter emit: called with each event, in order, from any thread.
    public init(_ file: PipelineFile, _ tools: RunContext, emit: @escaping @Sendable (Event) -> Void) {
        self.file = file
        self.tools = tools
        self.emit = emit
    }

    /// Rows → report.
    ///
    /// - Parameter keepingReviews: whether the outcome holds each row as a report with pictures needs it.
    public func check(keepingReviews: Bool = false) async throws -> Check.Outcome {
        let configuration = try configuration(keepingReviews: keepingReviews)
        let rows = try await pull()
        defer { rows.table.end() }
        return try await check(rows, by: configuration)
    }

    /// Rows → manifest.
    ///
    /// - Throws: `Blocked` when findings keep the dataset from being exported.
    public func export(to directory: String, _ options: Pack.Options) async throws -> Export {
        let configuration = try configuration()
        let destination = try ExportDirectory(directory, for: options.format, parts: options.parts)
        defer { destination.release() }
        let rows = try await pull()
        defer { rows.table.end() }
        let checked = try await check(rows, by: configuration)
        let pictures = try await prepare(checked)
        return try await pack(pictures, checked, options, destination)
    }

    /// Rows → a job, followed to its end.
    ///
    /// - Parameter detach: to return as soon as the trainer has the job.
    /// - Throws: `Blocked`, and whatever a stage throws.
    public func train(exportingTo directory: String, _ options: Submit.Options, detach: Bool = false)
        async throws -> RunOutcome
    {
        let training = try training()
        let submitted = try await {
            let configuration = try configuration()
            let destination = try ExportDirectory(directory, for: .payload)
            // Until the trainer has the payload nobody else writes one there.
            defer { destination.release() }
            let rows = try await pull()
            defer { rows.table.end() }
            let checked = try await check(rows, by: configuration)
            let pictures = try await prepare(checked)
            let export = try await pack(pictures, checked, Pack.Options(), destination)
            return try await submit(export, training, options)
        }()
        return try await training.follow(submitted, outputName: file.training.outputName, detach: detach)
    }

    /// An export → a job, followed to its end.
    ///
    /// - Throws: whatever submitting and following throw.
    public func train(_ export: Export, _ options: Submit.Options, detach: Bool = false) async throws
        -> RunOutcome
    {
        let training = try training()
        let submitted = try await submit(export, training, options)
        return try await training.follow(submitted, outputName: file.training.outputName, detach: detach)
    }

    private func training() throws -> Training {
        Training(try file.requiredEndpoint, tools, run: file.name, emit: emit)
    }

    private func submit(_ export: Export, _ training: Training, _ options: Submit.Options) async throws
        -> Submit.Outcome
    {
        let whole = export.parts[0]
        var options = options
        options.price = file.price
        return try await training.submit(whole.directory, whole.head, options)
    }
}

extension PipelineFile {
    /// The trainer.
    ///
    /// - Throws: `SettingsError` where none is set.
    var requiredEndpoint: Endpoint {
        get throws(SettingsError) {
            if let endpoint { return endpoint }
            throw SettingsError([
                .init(
                    "the pipeline file", nil, "train.endpoint is missing", hint: "name the trainer's base URL"
                )
            ])
        }
    }
}

/// Findings that stop a run before anything is prepared or sent.
public struct Blocked: Error, Sendable {
    /// Everything found.
    public let report: Report
}
