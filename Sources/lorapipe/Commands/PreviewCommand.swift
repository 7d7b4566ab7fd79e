import ArgumentParser
import Dataset
import Foundation
import Pipeline

struct PreviewCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Draw the first rows, or all, as a contact sheet: pictures, what the crop keeps, captions.",
        discussion: """
            Writes NAME.html, which is complete in itself, and NAME.png; NAME-2.png and so on for more than 100 rows. Files \
            of those names are replaced, and sheets of an earlier run that this one no longer needs are removed. A row without a usable picture stands in its place with the reason, which is no \
            failure: the exit code is 0. A dataset without rows exits with 1 and writes nothing.

            Changes nothing at the source, and fetches only the pictures that it shows. In the PNG, letters that no \
            installed font has show as boxes; Debian's fonts-dejavu-core has Latin, Greek, Cyrillic, Arabic and \
            Hebrew, fonts-noto-cjk has Chinese, Japanese and Korean.
            """)

    @OptionGroup var pipeline: PipelineOptions
    @Option(
        help: ArgumentHelp(
            "Where to write, without an ending (out/PIPELINE-preview).", valueName: "name"),
        transform: namedPath)
    var out: String?
    @Option(help: "How many rows to show (12).")
    var rows: Int?
    @Flag(help: "Show all rows.")
    var all = false
    @OptionGroup var work: WorkerOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if all && rows != nil { throw ValidationError("--all and --rows contradict each other: choose one") }
        if let rows, rows < 1 { throw ValidationError("--rows \(rows): at least one row is needed") }
        if let out, out.hasSuffix("/") {
            throw ValidationError("--out names files, as in --out out/preview")
        }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        let file = try pipeline.read(for: .check, readsWaivers: false)
        let base = Self.base(out ?? "out/\(file.name)-preview")
        // Before anything is fetched: a directory that can't be written is reported at once.
        if out == nil { try Self.makeDirectory(of: base) }
        for ending in ["html", "png"] {
            try OutputPath(option: "--out", path: "\(base).\(ending)").refuse(
                over: [("the pipeline file", pipeline.file)])
        }
        let preview = try await Screen(console, streamsEvents: false).follow(
            try common.runs(work).preview(file, first: all ? nil : rows ?? 12, to: base))
        console.setStatus(nil)
        guard let preview else {
            throw Failure(
                .blocked, code: "empty", "there are no rows to show",
                hint: "look at what the source holds: lorapipe datasets list \(pipeline.file)")
        }
        console.emit(preview.json, pretty: true)
        console.show(Self.text(preview))
        return .done
    }

    private static func text(_ preview: Preview) -> String {
        let rows = "preview  \(preview.shown) of \(preview.dataset.rows ?? preview.shown) row(s)"
        let broken = preview.withoutPicture == 0 ? [] : ["\(preview.withoutPicture) without a usable picture"]
        return ([rows] + broken + preview.files).joined(separator: " · ")
    }

    /// A name that was given with an ending means the same.
    private static func base(_ out: String) -> String {
        for ending in [".html", ".png"] where out.lowercased().hasSuffix(ending) {
            return String(out.dropLast(ending.count))
        }
        return out
    }

    /// The folder that is meant where none is named; one that is named must be there.
    private static func makeDirectory(of base: String) throws {
        let directory = URL(fileURLWithPath: base).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                .machine, code: "out", "\(directory) can't be made: \(error.localizedDescription)",
                hint: "name a place that can be written to with --out")
        }
    }
}
