import Dataset
import Imaging
import Store
import TestKit
import Vips
import Workers

@testable import Check

/// A store of a test's own, and rows whose pictures lie in it.
final class CheckScene: Sendable {
    let directory: TemporaryDirectory
    let store: Store
    let workers: WorkerPool

    init() throws {
        directory = try TemporaryDirectory("check")
        store = try Store(at: directory.path("state"))
        workers = VipsRuntime.workers(2)
    }

    /// A row whose picture is a file of these bytes.
    func row(_ id: String, _ bytes: [UInt8], caption: String? = "h4rbour, a boat", name: String? = nil) throws
        -> FetchedRow
    {
        let kept = try store.objects.keep(bytes)
        return FetchedRow(
            position: 0,
            row: DatasetRow(id: id, name: name ?? id + ".jpg", image: "https://h/" + id, caption: caption),
            picture: .kept(SourceImage(digest: kept.digest, bytes: kept.bytes)))
    }

    /// A row whose picture could not be fetched.
    func failed(_ id: String, _ rule: String) -> FetchedRow {
        let row = DatasetRow(id: id, name: id + ".jpg", image: "", caption: "h4rbour, a boat")
        return FetchedRow(
            position: 0, row: row,
            picture: .failed(Finding(rule, .error, on: row, "said by the fetch", hint: "")))
    }

    /// Checks rows for a resolution of 512, by the rules that judge each row by itself unless told otherwise.
    func check(
        _ rows: [FetchedRow], trigger: String? = "h4rbour", settings: RuleSettings = .aboutRows,
        waivers: [Waiver] = [], seed: Int64 = 42, leftOut: LeftOut = LeftOut(),
        decoders: DecoderPool = .inProcess,
        lookahead: Int = 4,
        progress: (Int) -> Void = { _ in }
    ) async throws -> Check.Outcome {
        var order = Check.Configuration(rules: settings, recipe: Recipe(resolution: .r512), waivers: waivers)
        order.seed = seed
        return try await check(
            rows, order, DatasetInfo(id: "1", name: "Harbour", trigger: trigger), leftOut: leftOut,
            decoders: decoders,
            lookahead: lookahead,
            progress: progress)
    }

    /// Checks rows by an order.
    func check(
        _ rows: [FetchedRow], _ configuration: Check.Configuration, _ dataset: DatasetInfo,
        leftOut: LeftOut = LeftOut(),
        decoders: DecoderPool = .inProcess, lookahead: Int = 4,
        progress: (Int) -> Void = { _ in }
    ) async throws -> Check.Outcome {
        let (stream, table) = try stream(rows)
        return try await Check(
            store: store, workers: workers, decoders: decoders, configuration: configuration)(
                stream, in: table, of: dataset, leftOut: leftOut, lookahead: lookahead, progress: progress)
    }
}

extension CheckScene {
    /// The rows as they come from a fetch, and the table that they lie in.
    func stream(_ rows: [FetchedRow]) throws -> (AsyncStream<FetchedRow>, RunTable) {
        let table = try store.objects.runTable()
        let writer = try RowWriter(table)
        for row in rows { try writer.append(row.row) }
        _ = try writer.finish(DatasetInfo(id: "1", name: "Harbour", trigger: nil))
        let stream = AsyncStream { continuation in
            for (place, row) in rows.enumerated() {
                var row = row
                row.position = Int64(place + 1)
                continuation.yield(row)
            }
            continuation.finish()
        }
        return (stream, table)
    }
}

extension RuleSettings {
    /// Every rule that can be off is, but these.
    static func only(_ ids: String...) -> RuleSettings {
        var settings = RuleSettings()
        for rule in Rule.all where !rule.leavesNoPicture && !ids.contains(rule.id) {
            // `try!`: these are the rules' own ids, and the ones that can't be off are left out.
            // swift-format-ignore: NeverUseForceTry
            try! settings.set(rule.id, to: "off")
        }
        return settings
    }

    /// The rules on what every dataset has, so that a scene of two rows is told of its own faults alone.
    static let aboutRows = only(
        "image-too-small", "image-duplicate", "name-duplicate", "caption-missing", "caption-empty",
        "trigger-absent")
}

extension Check.Outcome {
    /// The findings as "row rule", in order.
    var told: [String] { get throws { try report.findings.all().map { "\($0.row ?? "-") \($0.rule)" } } }
}
