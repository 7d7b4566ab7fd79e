import Check
import Dataset
import Foundation
import Pipeline
import Store

/// Writes drafted waivers where they may go: over the file in force, or to a new one.
enum WaiverFile {
    /// A name without a folder goes beside the pipeline file, for `check.waivers` to name it as it is; all else is taken
    /// as a shell means it.
    static func place(_ path: String, for pipeline: String) -> String {
        guard !path.contains("/"), let end = pipeline.lastIndex(of: "/") else { return path }
        return String(pipeline[...end]) + path
    }

    /// Refuses a file that holds something else; also before the run that the waivers are to be drafted from.
    static func refuse(_ path: String, _ file: PipelineFile) throws(Failure) {
        let isInForce = file.waiversFile == URL(fileURLWithPath: path).standardizedFileURL.path
        if !isInForce, FileManager.default.fileExists(atPath: path) {
            throw Failure(
                .settings, code: "waivers",
                "--write-waivers \(path): the file exists and is not check.waivers",
                hint: "name another file, or set check.waivers to this one")
        }
    }

    static func write(
        _ report: Report, _ file: PipelineFile, to path: String, for pipeline: String, _ console: Console
    ) throws {
        try refuse(path, file)
        let draft = try WaiverDraft(report)
        let written = try DurableFile(path)
        try written.write(draft.yaml.utf8)
        try written.publish()
        console.say(
            "waivers  \(draft.kept.count + draft.stale.count) kept, \(draft.drafted.count) drafted in \(path.printableLine)"
                + (draft.drafted.isEmpty
                    ? ""
                    : ": write the reason of each that you accept, remove the others\(naming(path, file, pipeline))")
        )
    }

    /// What the pipeline file has to say for the waivers to count; nothing where it says so already.
    private static func naming(_ path: String, _ file: PipelineFile, _ pipeline: String) -> String {
        let full = URL(fileURLWithPath: path).standardizedFileURL.path
        if file.waiversFile == full { return "" }
        let folder = URL(fileURLWithPath: pipeline).deletingLastPathComponent().standardizedFileURL.path + "/"
        let name = full.hasPrefix(folder) ? String(full.dropFirst(folder.count)) : full
        return ", and set check.waivers: \(name.printableLine)"
    }
}
