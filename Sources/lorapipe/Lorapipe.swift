import ArgumentParser
import Pipeline

struct Lorapipe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lorapipe",
        abstract: "Turns a dataset kept in Supabase into a trained Qwen-Image LoRA.",
        discussion: """
            pull → check → prepare → pack → train: rows from PostgreSQL, the REST API or a folder, a preflight of captions \
            and pictures, exact squares by libvips, a reproducible payload, one training run followed to its end.

            Try it without an account:  lorapipe sandbox --sample samples/harbour
            What works, what doesn't:   lorapipe doctor pipelines/train.yaml
            Preflight:                  lorapipe check pipelines/preflight.yaml
            Reproducible export:        lorapipe export pipelines/export.yaml --out out/harbour
            Prepare and train:          lorapipe train pipelines/train.yaml

            Exit codes: 0 done · 1 blocking findings · 2 command line or settings wrong · 3 database, storage or \
            trainer unreachable or refusing · 4 job failed, lost or cancelled · 5 export or state directory \
            does not verify, or two exports differ · 6 this machine: disk full, state directory damaged or not writable, a fault of lorapipe itself \
            · 130 interrupted
            """,
        version: RunContext.version,
        subcommands: [InspectCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "The line", subcommands: [CheckCommand.self, ExportCommand.self, TrainCommand.self]),
            CommandGroup(
                name: "Exports", subcommands: [VerifyCommand.self, DiffCommand.self, SubmitCommand.self]),
            CommandGroup(name: "The source", subcommands: [DatasetsCommand.self, DoctorCommand.self]),
            CommandGroup(
                name: "The trainer",
                subcommands: [
                    JobsCommand.self, StatusCommand.self, WatchCommand.self, LogsCommand.self,
                    CancelCommand.self,
                    HealthCommand.self, TrainerCommand.self,
                ]),
            CommandGroup(
                name: "The record",
                subcommands: [
                    ShowCommand.self, ReceiptsCommand.self, LorasCommand.self, StateCommand.self,
                ]),
            CommandGroup(
                name: "Trying and writing",
                subcommands: [SandboxCommand.self, RulesCommand.self, SchemaCommand.self]),
        ]
    )
}
