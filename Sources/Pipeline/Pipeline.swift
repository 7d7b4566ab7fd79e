public import Check
public import Dataset
import Pack
import Prepare
import Pull
import Store
import Workers

/// The line: pull → check → prepare → pack → train, by plain calls, so that a wrong order does not compile.
public struct Pipeline: Sendable {
    let file: PipelineFile
    let tools: Workshop
    let tell: @Sendable (Event) -> Void
    /// Whether a statement is written beside an export's lock.
    public var attests = false

    /// A pipeline ready to run.
    ///
    /// - Parameter tell: called with each event, in order, from any thread.
    public init(_ file: PipelineFile, _ tools: Workshop, tell: @escaping @Sendable (Event) -> Void) {
        self.file = file
        self.tools = tools
        self.tell = tell
    }

    /// Rows → report.
    ///
    /// - Parameter keepingReviews: whether the outcome holds each row as a report with pictures needs it.
    public func check(keepingReviews: Bool = false) async throws -> Check.Outcome {
        let order = try order(keepingReviews: keepingReviews)
        let rows = try await pull()
        return try await check(rows, by: order)
    }

    /// Rows → manifest.
    ///
    /// - Throws: `Blocked` when findings keep the dataset from being exported.
    public func export(to directory: String, _ wishes: ExportWishes) async throws -> Export {
        let order = try order()
        let place = try ExportPlace(directory, for: wishes.shape, parts: wishes.parts)
        defer { place.release() }
        let rows = try await pull()
        let checked = try await check(rows, by: order)
        let pictures = try await prepare(checked)
        return try await pack(pictures, checked, wishes, place)
    }

    /// Rows → a job, followed to its end.
    ///
    /// - Throws: `Blocked`, and whatever a stage throws.
    public func train(exportingTo directory: String, _ wishes: Training.Wishes) async throws
        -> Training.Ending
    {
        let training = try training()
        let handed = try await {
            let order = try order()
            let place = try ExportPlace(directory, for: .payload)
            // Until the trainer has the payload nobody else writes one there.
            defer { place.release() }
            let rows = try await pull()
            let checked = try await check(rows, by: order)
            let pictures = try await prepare(checked)
            let export = try await pack(pictures, checked, ExportWishes(), place)
            return try await handOver(export, training, wishes)
        }()
        return try await training.follow(handed, wishes)
    }

    /// An export → a job, followed to its end.
    ///
    /// - Throws: whatever the hand-over throws.
    public func train(_ export: Export, _ wishes: Training.Wishes) async throws -> Training.Ending {
        let training = try training()
        return try await training.follow(try await handOver(export, training, wishes), wishes)
    }

    private func training() throws -> Training {
        guard let endpoint = file.endpoint else {
            throw SettingsError([
                .init(
                    "the pipeline file", nil, "train.endpoint is missing", hint: "name the trainer's base URL"
                )
            ])
        }
        return Training(endpoint, tools, tell: tell)
    }

    private func handOver(_ export: Export, _ training: Training, _ wishes: Training.Wishes) async throws
        -> Training.HandedOver
    {
        let whole = export.parts[0]
        var wishes = wishes
        wishes.price = file.price
        return try await training.handOver(whole.directory, whole.head, wishes)
    }
}

/// Findings that stop a run before anything is prepared or sent.
public struct Blocked: Error, Sendable {
    /// Everything found.
    public let report: Report
}
