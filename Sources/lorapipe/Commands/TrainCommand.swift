import ArgumentParser
import Pipeline

struct TrainCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "All five stages: prepare a dataset, start one training run, follow it to its end.",
        discussion: """
            The job's id is on disk before it is followed: after Ctrl-C, a crash or --detach, lorapipe watch ID picks \
            it up again. A payload whose job has not been seen to end is followed, not sent twice.
            """)

    @OptionGroup var pipeline: PipelineOptions
    @Option(help: ArgumentHelp("Where to write the export (STATE/exports/NAME).", valueName: "dir"))
    var out: String?
    @Flag(help: "Leave as soon as the trainer has given a job id.")
    var detach = false
    @Flag(help: "Leave out rows with errors instead of stopping at them.")
    var skipErrors = false
    @Flag(help: "Train once more what was trained to the end before.")
    var again = false
    @Flag(help: "Send although it is not known whether an earlier attempt started a job.")
    var resubmit = false
    @OptionGroup var work: WorkerOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let file = try pipeline.read(for: .train, more: skipErrors ? ["check.on_error=skip"] : [])
        guard let endpoint = file.endpoint else {
            throw Failure(
                .settings, code: "endpoint", "train.endpoint is missing", hint: "name the trainer's base URL")
        }
        let workshop = try common.workshop(work)
        let screen = Screen(console, streamsEvents: true)
        let pipeline = Pipeline(file, workshop, tell: screen.show)
        let directory = out ?? "\(common.stateDirectory)/exports/\(file.name)"
        let wishes = Training.Wishes(detach: detach, resubmit: resubmit, again: again)
        let status = try await blocking(console) {
            try await Follower(console: console, screen: screen, workshop: workshop, endpoint: endpoint)() {
                try await pipeline.train(exportingTo: directory, wishes)
            }
        }
        for line in screen.summary { console.show(line) }
        return status
    }
}
