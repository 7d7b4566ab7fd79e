import ArgumentParser
import Dataset
import Foundation
import MusubiAPI
import Pipeline
import Store
import Train

struct TrainCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "All five stages: prepare a dataset, start one training run, follow it to its end.",
        discussion: """
            The job's id is on disk before it is followed: after Ctrl-C, a crash or --detach, lorapipe watch ID picks \
            it up again. A payload whose job has not been seen to end is followed, not sent twice.

            With several pipeline files, or a matrix in one, there is a run for each file and for each combination of \
            the matrix' values, --in-flight of them at a time. All settings are read before the first begins. A run \
            that fails stops no other. The same command again goes on where this one was left: what the trainer \
            has is followed, and what is missing is started. The exit code is 0 when all runs are done, else that of \
            the one that weighs most: 4, then 6, 3, 1, 2.

            When a run ends, notify.command and notify.url of its pipeline are told, unless it was ended by Ctrl-C.
            """)

    @OptionGroup var pipelines: PipelinesOptions
    @Option(
        help: ArgumentHelp(
            "Where to write the export, with several runs DIR/RUN (STATE/exports/NAME).", valueName: "dir"),
        transform: namedPath)
    var out: String?
    @Option(help: ArgumentHelp("How many runs are under way at a time, 1 to 64.", valueName: "count"))
    var inFlight = 1
    @Flag(help: "Show the runs that would be made, their names and parameters, and do nothing.")
    var dryRun = false
    @Flag(help: "Leave as soon as the trainer has given a job id.")
    var detach = false
    @Flag(help: "Leave out rows with errors instead of stopping at them.")
    var skipErrors = false
    @Flag(help: "Train once more what was trained to the end before.")
    var again = false
    @Flag(
        help: ArgumentHelp(
            "Send although it is not known whether an earlier attempt started a job, or how that ended, or although the trainer has a job of that output name under way."
        ))
    var resubmit = false
    @Option(
        help: ArgumentHelp(
            "Reach the trainer through this HTTP proxy, http://host:port, in place of train.proxy.",
            valueName: "url"))
    var proxy: String?
    @Option(
        name: .customLong("ca"),
        help: ArgumentHelp(
            "Authorities that may vouch for it, in PEM, in place of train.ca.", valueName: "file"),
        transform: namedPath)
    var authorities: String?
    @OptionGroup var work: WorkerOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if proxy?.isEmpty == true {
            throw ValidationError("--proxy is empty: name it, as in http://proxy:8080")
        }
        if !Batch.limits.contains(inFlight) {
            throw ValidationError("--in-flight is \(inFlight): it takes a number from 1 to 64")
        }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        let plan = try pipelines.plan(more: settings)
        let placed = plan.runs.map {
            BatchPlan.Run.Placed($0, exportingTo: directory($0, of: plan.runs.count))
        }
        if dryRun {
            show(placed, console)
            return .done
        }
        let context = try common.context(work)
        // An unusable ledger is reported before the work and not after it.
        _ = try await context.store.ledger
        let runs = Runs(context, environment: ProcessInfo.processInfo.environment)
        var options = Submit.Options(again: again, resubmit: resubmit)
        guard let only = placed.first, placed.count == 1 else {
            console.say("\(placed.count) runs, at most \(inFlight) at a time")
            return try await BatchFollower(console: console, placed: placed)() { [options] in
                runs.batch(placed, inFlight: inFlight, options, detach: detach, cancelsJobs: $0)
            }
        }
        options.onLiveJob = { try await console.answer(onLive: $0) }
        let screen = Screen(console, streamsEvents: true)
        let status = try await blocking(console) {
            try await Follower(console: console, screen: screen)() {
                runs.train(
                    only.run.file, exportingTo: only.directory, options, detach: detach, cancelsJobs: $0)
            }
        }
        for line in screen.summary { console.show(line) }
        return status
    }

    /// What the options set over the pipeline files.
    private var settings: [String] {
        // A path on the command line is meant from here, one in a pipeline file from there.
        let authorities = authorities.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        return (skipErrors ? ["check.on_error=skip"] : [])
            + [proxy.map { "train.proxy=\($0)" }, authorities.map { "train.ca=\($0)" }].compactMap(\.self)
    }

    /// Where a run's export goes.
    private func directory(_ run: BatchPlan.Run, of count: Int) -> String {
        guard let out else { return "\(common.stateDirectory)/exports/\(run.name)" }
        return count > 1 ? "\(out)/\(run.name)" : out
    }

    /// Shows the runs that would be made.
    private func show(_ placed: [BatchPlan.Run.Placed], _ console: Console) {
        console.emit(.record(["runs": .array(placed.map(\.json))]), pretty: true)
        console.show(
            Table.text(
                ["run", "output name", "trainer", "sets"],
                placed.map(\.run).map { run in
                    let sets = run.file.varied.map {
                        "\($0.path.split(separator: ".").last ?? "")=\($0.value)"
                    }
                    return [
                        run.name, run.file.training.outputName, run.file.endpoint?.url ?? "–",
                        sets.isEmpty ? run.path : sets.joined(separator: " "),
                    ]
                }))
        console.show("\(placed.count) run(s); nothing was done")
    }
}
