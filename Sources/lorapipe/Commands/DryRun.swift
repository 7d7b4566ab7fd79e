import Dataset
import MusubiAPI
import Pipeline
import Train

/// The runs of a plan, shown and not made.
struct DryRun {
    let plan: BatchPlan
    /// Where the export of one of so many runs goes.
    let directory: (BatchPlan.Run, Int) -> String

    func show(on console: Console) {
        console.emit(.record(["runs": .array(plan.runs.map(json))]), pretty: true)
        console.show(
            Table.text(
                ["run", "output name", "trainer", "sets"],
                plan.runs.map { run in
                    let sets = run.file.varied.map {
                        "\($0.path.split(separator: ".").last ?? "")=\($0.value)"
                    }
                    return [
                        run.name, run.file.training.outputName, run.file.endpoint?.url ?? "–",
                        sets.isEmpty ? run.path : sets.joined(separator: " "),
                    ]
                }))
        console.show("\(plan.runs.count) run(s); nothing was done")
    }

    private func json(_ run: BatchPlan.Run) -> JSONValue {
        .record([
            "run": .string(run.name), "pipeline": .string(run.path),
            "sets": .object(run.file.varied.map { .init($0.path, .string($0.value)) }),
            "endpoint": run.file.endpoint.map { .string($0.url) },
            "export": .string(directory(run, plan.runs.count)), "training": run.file.training.json,
        ])
    }
}
