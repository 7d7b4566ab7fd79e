import ArgumentParser
import Dataset
import Foundation
import Pipeline
import Store

struct CheckCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Pull and check: what would be dropped, enlarged or lost, before anything is spent.",
        discussion: "Changes nothing at the source. Exits with 1 when findings of error severity block a run."
    )

    @OptionGroup var pipeline: PipelineOptions
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Also write the report to a file (.json); may be repeated.", valueName: "file"))
    var report: [String] = []
    @OptionGroup var common: CommonOptions

    func validate() throws {
        for path in report where !path.lowercased().hasSuffix(".json") {
            throw ValidationError("--report \(path): reports are written as .json")
        }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        let file = try pipeline.read(for: .check)
        let screen = Screen(console, streamsEvents: false)
        let found = try await Pipeline(file, try common.workshop(), tell: screen.show).check()
        for path in report {
            let file = try DurableFile(path)
            try file.write((found.json.text(pretty: true) + "\n").utf8)
            try file.publish()
        }
        console.emit(found.json, pretty: true)
        console.show(ReportText.text(found, console))
        if !found.blocks { return .done }
        // No error document: under --json the report is the one document on stdout.
        console.say("error: \(Failure(blocking: found).message)")
        return .blocked
    }
}
