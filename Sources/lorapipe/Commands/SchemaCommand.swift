import ArgumentParser
import Check
import Dataset
import Pipeline

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "The JSON Schema of pipeline files, or of reports.",
        discussion: "Point an editor at it: lorapipe schema > lorapipe.schema.json")

    enum Subject: String, CaseIterable, ExpressibleByArgument { case pipeline, report }

    @Argument(help: "pipeline, or report: what check --json and --report FILE.json write.")
    var subject: Subject = .pipeline
    @Flag(help: "Accepted for symmetry: a schema is JSON in any case.")
    var json = false

    mutating func run() async throws {
        try StandardStream.show(
            (subject == .pipeline ? PipelineSchema.json : ReportSchema.json).text(pretty: true))
    }
}
