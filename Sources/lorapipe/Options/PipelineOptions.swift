import ArgumentParser
import Foundation
import Pipeline

/// The pipeline file and what goes over it.
struct PipelineOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The pipeline file (YAML or JSON).", valueName: "pipeline"), transform: namedPath)
    var file: String

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp("Put a setting over the file's; may be repeated.", valueName: "key.path=value"))
    var overrides: [String] = []

    @Option(
        name: .customLong("allow-host"), parsing: .singleValue,
        help: ArgumentHelp(
            "Let rows name pictures on another host too, as in cdn.example.com; may be repeated.",
            valueName: "origin"))
    var allowedHosts: [String] = []

    /// The file, read as far as a command needs it.
    func read(for need: Need, more: [String] = [], readsWaivers: Bool = true) throws -> PipelineFile {
        try PipelineFile(
            at: file, overrides: overrides + more, allowedHosts: allowedHosts, for: need,
            readsWaivers: readsWaivers,
            environment: ProcessInfo.processInfo.environment)
    }
}
