import Dataset
import Foundation
import Pack
import Pipeline

extension ExportCommand {
    /// Makes an old export again, and tells what no longer matches.
    func replay(_ path: String, _ file: PipelineFile, _ console: Console) async throws -> ExitStatus {
        let lock: Manifest
        do {
            lock = try ExportLock.read(path)
        } catch {
            let failure = Failure(error)
            throw Failure(
                failure.status, code: failure.code, "--from \(path.printableLine): \(failure.message)",
                hint: failure.hint)
        }
        let screen = Screen(console, streamsEvents: false)
        let directory = Self.export(of: path)
        let workshop = try common.workshop(work)
        let replay = try await blocking(console) {
            try await Pipeline.replay(
                lock, file, workshop, to: out, as: shape, attesting: attest,
                acceptsChanges: acceptChanges,
                texts: { try CaptionTexts.read($0, in: directory, of: lock) }, tell: screen.show)
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

    /// The directory that holds the old captions, where the old export is still whole.
    private static func export(of path: String) -> String {
        var isDirectory: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        return isDirectory.boolValue ? path : URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
}
