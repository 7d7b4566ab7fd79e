import Dataset
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
            row: DatasetRow(id: id, name: name ?? id + ".jpg", image: "https://h/" + id, caption: caption),
            picture: .kept(SourceImage(digest: kept.digest, bytes: kept.bytes)))
    }

    /// A row whose picture could not be fetched.
    func failed(_ id: String, _ rule: String) -> FetchedRow {
        let row = DatasetRow(id: id, name: id + ".jpg", image: "", caption: "h4rbour, a boat")
        return FetchedRow(
            row: row, picture: .failed(Finding(rule, .error, on: row, "said by the fetch", hint: "")))
    }

    /// Checks rows for a resolution of 512.
    func check(
        _ rows: [FetchedRow], trigger: String? = "h4rbour", settings: RuleSettings = RuleSettings(),
        eyes: Eyes = .inProcess, lookahead: Int = 4, progress: (Int) -> Void = { _ in }
    ) async throws -> Check.Outcome {
        let check = Check(store: store, workers: workers, eyes: eyes, settings: settings, resolution: .r512)
        let stream = AsyncStream { continuation in
            for row in rows { continuation.yield(row) }
            continuation.finish()
        }
        return try await check(
            stream, of: DatasetInfo(id: "1", name: "Harbour", trigger: trigger), lookahead: lookahead,
            progress: progress)
    }
}

extension Check.Outcome {
    /// The findings as "row rule", in order.
    var told: [String] { report.findings.map { "\($0.row ?? "-") \($0.rule)" } }
}
