import ArgumentParser
import Dataset
import Pipeline

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "The JSON Schema of pipeline files.",
        discussion: "Point an editor at it: lorapipe schema > lorapipe.schema.json")
    @Flag(help: "Accepted for symmetry: a schema is JSON in any case.")
    var json = false

    mutating func run() async throws {
        print(PipelineSchema.json.text(pretty: true))
    }
}
