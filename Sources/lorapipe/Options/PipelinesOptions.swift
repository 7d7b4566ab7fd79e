import ArgumentParser
import Foundation
import Pipeline

/// Pipeline files, and what goes over each of them.
struct PipelinesOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The pipeline file (YAML or JSON), or several.", valueName: "pipeline"),
        transform: namedPath)
    var files: [String]

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp(
            "Put a setting over the file's, and over its matrix; may be repeated.",
            valueName: "key.path=value"))
    var overrides: [String] = []

    @Option(
        name: .customLong("allow-host"), parsing: .singleValue,
        help: ArgumentHelp(
            "Let rows name pictures on another host too, as in cdn.example.com; may be repeated.",
            valueName: "origin"))
    var allowedHosts: [String] = []

    /// All runs that the files ask for.
    func plan(more: [String] = []) throws -> BatchPlan {
        try BatchPlan(
            reading: files, overrides: overrides + more, allowedHosts: allowedHosts,
            environment: ProcessInfo.processInfo.environment)
    }
}
