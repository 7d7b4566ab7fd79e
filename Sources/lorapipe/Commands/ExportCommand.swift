public import ArgumentParser
import Dataset
public import Pack
import Pipeline

struct ExportCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Pull, check, prepare and pack: a reproducible payload and its lock file.",
        discussion: """
            Writes DIR/payload.json, the exact body of POST /train, and DIR/manifest.lock.json, which says what went \
            in and how. With --as, the same pictures and captions in another shape, and the lock:

              folder       images/ with a caption file beside each picture
              jsonl        images/ with the captions in images.jsonl
              imagefolder  train/ with metadata.jsonl, for Hugging Face's datasets
              webdataset   shards/ with tar archives of at most 1 GiB
              croissant    as imagefolder, with croissant.json

            To folder and jsonl belongs a dataset.toml for musubi-tuner.
            """)

    @OptionGroup var pipeline: PipelineOptions
    @Option(help: ArgumentHelp("Where to write the export.", valueName: "dir"))
    var out: String
    @Option(name: .customLong("as"), help: "The shape that pictures and captions come in; see above.")
    var shape: Pack.Shape = .payload
    @Flag(help: "Leave out rows with errors instead of stopping at them.")
    var skipErrors = false
    @Flag(help: "Fetch only pictures that were never fetched, as after a run in which some failed.")
    var retryFailed = false
    @OptionGroup var work: WorkerOptions
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        let wishes = (skipErrors ? ["check.on_error=skip"] : []) + (retryFailed ? ["pull.fetch=missing"] : [])
        let file = try pipeline.read(for: .export, more: wishes)
        let screen = Screen(console, streamsEvents: false)
        let pipeline = Pipeline(file, try common.workshop(work), tell: screen.show)
        let export = try await blocking(console) { try await pipeline.export(to: out, as: shape) }
        console.emit(export.json, pretty: true)
        console.show(
            "\(export.manifest.images.count) picture(s), \(export.reused) of them taken from the store")
        console.show("payload sha256 \(export.manifest.payload.digest)")
        console.show("export in \(export.directory)")
        return .done
    }
}

/// Runs work that findings can stop, and shows the findings when they do.
func blocking<Value>(_ console: Console, _ work: () async throws -> Value) async throws -> Value {
    do {
        return try await work()
    } catch let blocked as Blocked {
        console.setStatus("")
        console.say(ReportText.text(blocked.report, console))
        throw blocked
    }
}

extension Pack.Shape: ExpressibleByArgument {}
