import ArgumentParser
import Dataset
import Pipeline

struct DatasetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datasets", abstract: "What the source holds.",
        subcommands: [List.self, Show.self, PreviewCommand.self])

    struct List: Command {
        static let configuration = CommandConfiguration(
            abstract: "Every dataset with its trigger word and number of rows.")
        @OptionGroup var pipeline: PipelineOptions
        @OptionGroup var common: CommonOptions

        func execute(_ console: Console) async throws -> ExitStatus {
            let datasets = try await Pipeline.datasets(
                try pipeline.read(for: .check, readsWaivers: false), try common.context())
            console.emit(.record(["datasets": .array(datasets.map(DatasetsCommand.json))]), pretty: true)
            console.show(
                Table.text(
                    ["name", "rows", "trigger", "id"],
                    datasets.map { [$0.name, $0.rows.map(String.init) ?? "?", $0.trigger ?? "–", $0.id] }))
            return .done
        }
    }

    struct Show: Command {
        static let configuration = CommandConfiguration(
            abstract: "The pipeline's dataset and its first rows.")
        @OptionGroup var pipeline: PipelineOptions
        @Option(help: "How many rows to show.")
        var rows = 20
        @OptionGroup var common: CommonOptions

        func validate() throws {
            if rows < 1 { throw ValidationError("--rows is \(rows): at least one row is needed") }
        }

        func execute(_ console: Console) async throws -> ExitStatus {
            let (dataset, first) = try await Pipeline.rows(
                try pipeline.read(for: .check, readsWaivers: false), try common.context(), first: rows)
            let listed = first.map { row in
                JSONValue.record([
                    "id": .string(row.id), "name": .string(row.name), "source": .string(row.source),
                    "caption": row.caption.map { .string($0) } ?? .null,
                ])
            }
            console.emit(
                .record(["dataset": DatasetsCommand.json(dataset), "rows": .array(listed)]), pretty: true)
            console.show(
                "\(dataset.name.printableLine) (\(dataset.id.printableLine)): \(dataset.rows ?? 0) row(s), trigger word \((dataset.trigger ?? "none").printableLine)"
            )
            console.show(Table.text(["name", "caption"], first.map { [$0.name, $0.caption ?? "(none)"] }))
            return .done
        }
    }

    private static func json(_ dataset: DatasetInfo) -> JSONValue {
        .record([
            "id": .string(dataset.id), "name": .string(dataset.name),
            "trigger": dataset.trigger.map { .string($0) } ?? .null,
            "rows": dataset.rows.map { .int(Int64($0)) } ?? .null,
        ])
    }
}
