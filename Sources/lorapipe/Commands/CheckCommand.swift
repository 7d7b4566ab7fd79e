import ArgumentParser
import Check
import Dataset
import Foundation
import Pipeline
import Store

struct CheckCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract:
            "Pull and check: what would be dropped, cropped, enlarged or lost, before anything is spent.",
        discussion: """
            Changes nothing at the source. Exits with 1 when findings of error severity block a run. lorapipe rules lists \
            what is looked for. A finding that is accepted can be waived, in check.waivers.
            """)

    /// How the report is printed.
    enum Format: String, CaseIterable, ExpressibleByArgument { case text, github }

    @OptionGroup var pipeline: PipelineOptions
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Also write the report to a file: .json, .html with pictures, or .xml for JUnit; may be repeated.",
            valueName: "file"), transform: namedPath)
    var report: [String] = []
    @Option(help: "text, or github for annotations in a workflow's log.")
    var format: Format = .text
    @Option(
        help: ArgumentHelp(
            "Show, and stop at, only what this earlier JSON report did not find.", valueName: "file"),
        transform: namedPath)
    var baseline: String?
    @Option(
        help: ArgumentHelp(
            "Draft waivers for what was found; complete their reasons and name the file in check.waivers. A name without a folder goes beside the pipeline file, where check.waivers is looked for.",
            valueName: "file"), transform: namedPath)
    var writeWaivers: String?
    @OptionGroup var work: WorkerOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        for path in report where ReportFile.Kind(of: path) == nil {
            throw ValidationError("--report \(path): reports are written as .json, .html or .xml")
        }
        if common.json && format == .github {
            throw ValidationError("--json and --format github both want stdout: choose one")
        }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        let file = try pipeline.read(for: .check)
        // Read first: a run of minutes is not to end at a mistyped name.
        let known = try baseline.map(Self.baseline)
        try refuseOutputs(file)
        let context = try common.context(work)
        let runs = Runs(context, environment: ProcessInfo.processInfo.environment)
        let showsPictures = report.contains { ReportFile.Kind(of: $0) == .html }
        var outcome = try await Screen(console, streamsEvents: false).follow(
            runs.preflight(file, keepingReviews: showsPictures))
        if let known { outcome.report = try outcome.report.since(known) }
        for path in report {
            try ReportFile(outcome: outcome, file: file, store: context.store).write(to: path)
        }
        if let path = waivers {
            try WaiverFile.write(outcome.report, file, to: path, for: pipeline.file, console)
        }
        let found = outcome.report
        try console.emit { try found.writeJSON(pretty: true, to: $0) }
        if !console.isJSON {
            switch format {
            case .text: console.show(try ReportText.text(found, console))
            case .github: try ReportFile.forEachAnnotation(found, file, pipeline.file) { console.show($0) }
            }
        }
        if !found.blocks { return .done }
        // No error document: under --json the report is the one document on stdout.
        console.say("error: \(Failure(blocking: found).message)")
        return .blocked
    }

    private func refuseOutputs(_ file: PipelineFile) throws(Failure) {
        let inputs =
            [("the pipeline file", pipeline.file)] + (baseline.map { [("the baseline", $0)] } ?? [])
            + (file.waiversFile.map { [("check.waivers", $0)] } ?? [])
            + (file.tokenizer.map { [("check.tokenizer", $0)] } ?? [])
        for path in report { try OutputPath(option: "--report", path: path).refuse(over: inputs) }
        guard let waivers else { return }
        try OutputPath(option: "--write-waivers", path: waivers).refuse(over: [])
        try WaiverFile.refuse(waivers, file)
    }

    /// Where drafted waivers go.
    private var waivers: String? { writeWaivers.map { WaiverFile.place($0, for: pipeline.file) } }

    /// The longest report that is taken for a baseline: some 250,000 rows with two findings each.
    private static let longestBaseline = 512 << 20

    private static func baseline(_ path: String) throws(Failure) -> Baseline {
        func failure(_ why: String) -> Failure {
            Failure(
                .settings, code: "baseline", "--baseline \(path.printableLine) \(why)",
                hint: "name a file that lorapipe check --report FILE.json wrote")
        }
        do {
            let size = try FileBytes.size(of: path)
            guard size <= longestBaseline else { throw failure("is above the limit of 512 MiB") }
            return try Baseline(report: JSONValue(parsing: FileBytes.read(path, count: Int(size))))
        } catch let error as Failure {
            throw error
        } catch let error as StoreError {
            throw failure("can't be read: \(error.message.printableLine)")
        } catch let error as BaselineError {
            throw failure(error.description)
        } catch {
            throw failure("is no JSON: \("\(error)".printableLine)")
        }
    }
}
