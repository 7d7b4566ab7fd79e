import Check
import Dataset
import Foundation
import MusubiAPI
public import Pack
import Prepare
import Store
import Workers

/// An old export made again from the sources.
public struct Replay: Sendable {
    /// How the new manifest differs from the old export.
    public let diff: ExportDiff
    /// The new export; nil where nothing was written, since it differs.
    public let export: Export?
    /// How many of the rows that the lock names are in the source.
    public let found: Int
    /// How many rows of the source it does not name.
    public let leftOut: Int

    /// The directory that holds the old captions, where the old export is still whole.
    ///
    /// - Parameter path: the lock, or its directory.
    static func captionDirectory(_ path: String) -> String {
        var isDirectory: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        return isDirectory.boolValue ? path : URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
}

/// A lock that can't be replayed from a source at all.
public struct ReplayError: Error, Sendable, CustomStringConvertible {
    /// What does not fit.
    public let message: String
    /// What to do next.
    public let hint: String
    /// The message.
    public var description: String { message }
}

/// Replaying: pull, check, prepare and pack again what a lock file names, as it was done then.
extension Pipeline {
    /// Rows that a lock names → the same export. The pipeline has the lock's recipe and training parameters, by
    /// `PipelineFile.replaying`.
    ///
    /// - Parameters:
    ///   - acceptsChanges: whether to write the export although its payload differs from the lock's.
    ///   - texts: reads the old captions, by digest, where they differ; for people to compare.
    /// - Throws: `ReplayError` when none of its rows is there, `Blocked` when a row would be refused today, and what
    ///   the stages throw.
    func replay(
        _ lock: Manifest, to directory: String, _ options: Pack.Options, acceptsChanges: Bool,
        texts: @escaping @Sendable (Set<Digest>) throws -> [Digest: String]
    ) async throws -> Replay {
        let configuration = try configuration()
        let destination = try ExportDirectory(directory, for: options.format)
        defer { destination.release() }
        let all = try await pull()
        defer { all.table.end() }
        let rows = try await tools.workers.runLong { try Self.rows(of: lock, in: all) }
        let checked = try await check(rows, by: configuration)
        let pictures: PreparedRows
        do {
            pictures = try await prepare(checked)
        } catch let blocked as Blocked {
            throw Blocked(report: try blocked.report.refusingToday)
        }
        let packing = Pack.Configuration(
            dataset: checked.report.dataset, training: file.training, recipe: file.recipe,
            tools: try RunContext.tools())
        let diff = try await tools.workers.runLong { [store = tools.store] in
            var foreseen = try DryRunManifest(store: store)(pictures, packing)
            // The format is today's choice.
            foreseen.export = lock.export
            var diff = ExportDiff(from: lock, to: foreseen)
            let wanted = diff.wantedTexts
            diff.texts = try texts(wanted)
            if wanted.isEmpty { return diff }
            try pictures.arranged { _ in 0 }.forEach { entry in
                let digest = Digest.of(entry.caption)
                if wanted.contains(digest) { diff.texts[digest] = entry.caption }
            }
            return diff
        }
        let mayWrite = diff.isSamePayload || acceptsChanges
        let export = mayWrite ? try await pack(pictures, checked, options, destination) : nil
        return Replay(diff: diff, export: export, found: rows.count, leftOut: all.count - rows.count)
    }

    /// Those of a dataset's rows that a lock names; the others leave the table.
    private static func rows(of lock: Manifest, in all: Rows) throws -> Rows {
        let wanted = Set(lock.images.map { ExactText($0.row) })
        let rows = try all.keeping { wanted.contains(ExactText($0.id)) }
        if rows.count > 0 || wanted.isEmpty { return rows }
        let example = (lock.images.first?.row ?? "").printableLine
        throw ReplayError(
            message:
                "none of the \(wanted.count) row(s) that the lock names is in \(all.dataset.name.printableLine)",
            hint:
                "the lock is of \(lock.dataset.name.printableLine) (\(lock.dataset.id.printableLine)) and names rows such"
                + " as \(example); replay it from the source that it was exported from")
    }
}

extension PipelineFile {
    /// The same with a lock's recipe and training parameters in place of the pipeline's.
    ///
    /// - Throws: `SettingsError` when this version can't carry out the lock's recipe.
    func replaying(_ lock: Manifest) throws(SettingsError) -> PipelineFile {
        var file = self
        var problems: [Problem] = []
        let hint = "replay it with the version that wrote it, or export anew"
        do throws(RecipeError) {
            file.recipe = try Recipe(json: lock.recipe)
        } catch {
            problems.append(.init("the lock file", nil, error.description, hint: hint))
        }
        do throws(ParameterFaults) {
            file.training = try TrainingParameters(body: lock.training)
        } catch {
            problems += error.faults.map { .init("the lock file", nil, "\($0)".printableLine, hint: hint) }
        }
        guard problems.isEmpty else { throw SettingsError(problems) }
        return file
    }
}

extension Report {
    /// The same, for rows that were trained on before.
    fileprivate var refusingToday: Report {
        get throws {
            var report = self
            report.findings = try findings.map { finding in
                guard finding.severity == .error else { return finding }
                var refused = finding
                refused.message = "would be refused today: \(finding.message)"
                return refused
            }
            return report
        }
    }
}
