import Check
public import Dataset
import Foundation
import Imaging
import MusubiAPI
import Pull
import Store
import Workers

/// Pull and check, with their events.
extension Pipeline {
    func pull() async throws -> Rows {
        emit(.stage(.pull))
        var rows = try await puller.rows(from: file.source)
        // The database's column can't be NULL, so that none is an empty text there; and no trimmed caption begins with
        // a trigger word that begins with a blank, as one from a form may.
        let trigger = (file.trigger ?? rows.dataset.trigger ?? "").trimmingCharacters(
            in: .whitespacesAndNewlines)
        rows.dataset.trigger = trigger.isEmpty ? nil : trigger
        emit(.pulled(dataset: rows.dataset.name, id: rows.dataset.id, rows: rows.count))
        if let resumed = try await tools.workers.run({ [table = rows.table] in try table.resumedRun() }) {
            emit(
                .message(
                    "goes on with the run of \(resumed.began.formatted(.iso8601)), which was killed: "
                        + "\(resumed.fetched) of \(rows.count) picture(s) are fetched already"))
        }
        return rows
    }

    /// What to check against; made before anything is fetched, since a tokenizer that can't be read ends the run.
    func configuration(keepingReviews: Bool = false) throws -> Check.Configuration {
        var configuration = Check.Configuration(
            rules: file.rules, recipe: file.recipe,
            schedule: schedule,
            waivers: file.waivers)
        configuration.upscalePolicy = file.upscalePolicy
        configuration.maxBytes = file.maxBytes
        configuration.seed = file.training.seed
        configuration.keepsReviews = keepingReviews
        configuration.tokenizer = try tokenizer()
        return configuration
    }

    var schedule: Check.Schedule {
        .init(epochs: file.training.maxTrainEpochs, maxSteps: file.training.maxTrainSteps)
    }

    func check(_ rows: Rows, by configuration: Check.Configuration) async throws -> Check.Outcome {
        let outcome = try await look(at: rows, by: configuration)
        emit(.report(outcome.report.summary, opened: outcome.opened, of: outcome.pictures))
        return outcome
    }

    /// Checks without a report event: what is found on a part of a dataset may not hold for the whole.
    func look(at rows: Rows, by configuration: Check.Configuration) async throws -> Check.Outcome {
        emit(.stage(.check))
        let decoders = tools.decoders()
        defer { decoders.close() }
        let check = Check(
            store: tools.store, workers: tools.workers, decoders: decoders, configuration: configuration,
            fetchAgain: fetchAgain)
        return try await check(
            puller.images(of: rows, from: file.source), in: rows.table, of: rows.dataset,
            leftOut: rows.leftOut,
            lookahead: tools.workers.threads * 2
        ) { done in
            emit(.checked(done, of: rows.count))
        }
    }

    /// Read here and not with the pipeline file: commands that check nothing do without, and it takes a moment.
    private func tokenizer() throws -> Tokenizer? {
        guard let path = file.tokenizer else { return nil }
        do {
            return try Tokenizer(contentsOf: path)
        } catch {
            throw SettingsError([.init("check.tokenizer", nil, error.message, hint: error.hint)])
        }
    }

    var puller: Pull { tools.pull.emitting { [emit] in emit(.waiting($0)) } }
}

/// What the source holds, for those who only look.
extension Pipeline {
    /// Every dataset of a pipeline's source, with its number of rows.
    public static func datasets(_ file: PipelineFile, _ tools: RunContext) async throws -> [DatasetInfo] {
        try await tools.pull.datasets(in: file.source)
    }

    /// A pipeline's dataset and its first rows.
    public static func rows(
        _ file: PipelineFile, _ tools: RunContext, first count: Int
    ) async throws -> (dataset: DatasetInfo, first: [DatasetRow]) {
        let rows = try await Pipeline(file, tools) { _ in }.pull()
        var dataset = rows.dataset
        dataset.rows = rows.count
        var reader = rows.reader()
        var first: [DatasetRow] = []
        while first.count < count, let next = try await reader.next() { first.append(next.row) }
        rows.table.end()
        return (dataset, first)
    }
}
