public import ArgumentParser
import Dataset
import Foundation
public import Pack
import Pipeline

struct ExportCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Pull, check, prepare and pack: a reproducible payload and its lock file.",
        discussion: """
            Writes DIR/payload.json, the exact body of POST /train, and DIR/manifest.lock.json, which says what went \
            in and how. An export is there whole or not at all; an earlier one in DIR is replaced when the new one is done.

            With --as, the same pictures and captions in another shape, and the lock:

              folder       images/ with a caption file beside each picture
              jsonl        images/ with the captions in images.jsonl
              imagefolder  train/ with metadata.jsonl, for Hugging Face's datasets
              webdataset   shards/ with tar archives of at most 1 GiB
              croissant    as imagefolder, with croissant.json

            To folder and jsonl belongs a dataset.toml for musubi-tuner.

            With --split N: DIR/1-of-N to DIR/N-of-N, each an export of its own, whose train.output_name ends in _1ofN \
            to _NofN.

            With --from LOCK an old export is made again: of the rows that its lock names, by its recipe and training \
            parameters in place of the pipeline's. Other rows are left out. When it gives the same payload it is written; \
            when not, what no longer matches is told and nothing is written, unless --accept-changes says so.

            With --attest a statement of what was made of what lies beside the lock, for those who sign such: an in-toto \
            Statement with a SLSA provenance, in DIR/manifest.intoto.json.
            """)

    @OptionGroup var pipeline: PipelineOptions
    @Option(help: ArgumentHelp("Where to write the export.", valueName: "dir"), transform: namedPath)
    var out: String
    @Option(name: .customLong("as"), help: "The shape that pictures and captions come in; see above.")
    var format: Pack.ExportFormat = .payload
    @Option(help: ArgumentHelp("Write so many payloads, of about the same size.", valueName: "n"))
    var split = 1
    @Flag(help: "Leave out rows with errors instead of stopping at them.")
    var skipErrors = false
    @Flag(help: "Fetch only pictures that were never fetched, as after a run in which some failed.")
    var retryFailed = false
    @Option(
        help: ArgumentHelp("Make the export of this lock file again, from the sources.", valueName: "lock"),
        transform: namedPath)
    var from: String?
    @Flag(help: "With --from: write what came of it although it differs.")
    var acceptChanges = false
    @Flag(help: "Write an in-toto statement beside the lock.")
    var attest = false
    @OptionGroup var work: WorkerOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if acceptChanges && from == nil {
            throw ValidationError(
                "--accept-changes goes with --from LOCK: it accepts what differs from that lock")
        }
        if split > 1 && from != nil {
            throw ValidationError("--from makes one export again: give each part's own lock, without --split")
        }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        guard split > 0 else {
            throw Failure(.settings, code: "usage", "--split is \(split)", hint: "it takes a positive number")
        }
        let options =
            (skipErrors ? ["check.on_error=skip"] : []) + (retryFailed ? ["pull.fetch=missing"] : [])
        let file = try pipeline.read(for: .export, more: options)
        if let from { return try await replay(from, file, console) }
        let run = try common.runs(work).export(
            file, to: out, Pack.Options(as: format, parts: split, attests: attest))
        let export = try await blocking(console) {
            try await Screen(console, streamsEvents: false).follow(run)
        }
        console.emit(export.json, pretty: true)
        console.show("\(export.images) picture(s), \(export.reused) of them taken from the store")
        for part in export.parts {
            let place = export.parts.count > 1 ? " in \(part.directory.shownPath)" : ""
            console.show("payload sha256 \(part.head.payload.digest)\(place)")
        }
        console.show("export in \(export.directory.shownPath)")
        return .done
    }
}

extension ExportCommand {
    /// Makes an old export again, and shows what no longer matches.
    private func replay(_ path: String, _ file: PipelineFile, _ console: Console) async throws -> ExitStatus {
        let lock: Manifest
        do {
            lock = try ExportLock.read(path)
        } catch {
            let failure = Failure(error)
            throw Failure(
                failure.status, code: failure.code, "--from \(path.printableLine): \(failure.message)",
                hint: failure.hint)
        }
        let run = try common.runs(work).replay(
            lock, at: path, file, to: out, Pack.Options(as: format, attests: attest),
            acceptsChanges: acceptChanges)
        let replay = try await blocking(console) {
            try await Screen(console, streamsEvents: false).follow(run)
        }
        console.setStatus(nil)
        let names = ExportDiff.Change(path, out)
        if let export = replay.export {
            let members = (export.json.members ?? []) + [.init("replay", replay.diff.json(names))]
            console.emit(.object(members), pretty: true)
        } else {
            console.emit(replay.diff.json(names), pretty: true)
        }
        console.show(text(replay, lock, names, console))
        if replay.export != nil { return .done }
        console.say("hint: --accept-changes writes what came of it")
        console.say(
            "error: the sources no longer give the payload of \(path.printableLine); nothing was written")
        return .mismatch
    }

    private func text(
        _ replay: Replay, _ lock: Manifest, _ names: ExportDiff.Change<String>, _ console: Console
    ) -> String {
        var lines = [
            "\(replay.found) of the lock's \(lock.images.count) row(s) are there; \(replay.leftOut) other row(s) of the source were left out"
        ]
        if replay.diff.isEmpty {
            lines.append(
                "the same payload and the same lock, byte for byte: sha256 \(replay.diff.payload.to.digest)")
        } else {
            lines.append(DiffText.text(replay.diff, names, limit: DiffText.usual, console))
            if replay.diff.isSamePayload { lines.append("the same payload, byte for byte") }
        }
        if let export = replay.export { lines.append("export in \(export.directory.shownPath)") }
        return lines.joined(separator: "\n")
    }
}

/// Runs work that findings can stop, and shows the findings when they do.
func blocking<Value>(_ console: Console, _ work: () async throws -> Value) async throws -> Value {
    do {
        return try await work()
    } catch let blocked as Blocked {
        console.setStatus(nil)
        console.say(try ReportText.text(blocked.report, console))
        throw blocked
    }
}

extension Pack.ExportFormat: ExpressibleByArgument {}
