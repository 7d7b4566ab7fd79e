import Foundation
import TestKit

/// The sample pictures in a folder of a test's own, so that it may change them, and a pipeline file over them.
struct FolderScene {
    let place: TemporaryDirectory

    init() throws {
        place = try TemporaryDirectory("folder")
        try FileManager.default.copyItem(
            atPath: "\(Program.root)/samples/harbour", toPath: place.path("pictures"))
        try place.write(
            """
            name: sample
            pull: { source: folder, path: pictures, trigger: h4rbour }
            prepare: { resolution: 512, format: jpeg }
            train: { output_name: same }
            """, "folder.yaml")
    }

    var pipeline: String { place.path("folder.yaml") }

    /// Runs the program with this scene's state directory.
    func run(_ arguments: [String], _ variables: [(String, String)] = []) async throws -> Program.Outcome {
        try await Program.run(arguments + ["--state", place.path("state")], variables)
    }

    /// Exports the folder, and fails the test where that fails.
    @discardableResult
    func export(to out: String, _ more: [String] = []) async throws -> Program.Outcome {
        try await run(["export", pipeline, "--out", place.path(out)] + more)
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: place.path("pictures/" + name))
    }

    /// Puts another sample's picture in place of one.
    func replace(_ name: String, by other: String) throws {
        try place.write(try place.bytes("pictures/" + other), "pictures/" + name)
    }
}
