import Pipeline
import TestKit
import Testing

/// Reads pipeline files out of a directory of a test's own.
struct SettingsScene {
    let directory: TemporaryDirectory
    var environment: [String: String] = [:]
    var name = "pipeline.yaml"

    init(_ environment: [String: String] = [:], dotEnv: String? = nil) throws {
        directory = try TemporaryDirectory("settings")
        self.environment = environment
        if let dotEnv { try directory.write(dotEnv, ".env") }
    }

    /// A source that needs nothing, for what is not about sources.
    static let folder = "pull: { source: folder, path: pictures }\n"

    func read(_ text: String, for need: Need = .check, set overrides: [String] = []) throws -> PipelineFile {
        let path = try directory.write(text, name)
        return try PipelineFile(at: path, overrides: overrides, for: need, environment: environment)
    }

    /// What is wrong with a file; fails where nothing is.
    func problems(
        _ text: String, for need: Need = .check, set overrides: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [Problem] {
        let error = #expect(throws: SettingsError.self, sourceLocation: sourceLocation) {
            try read(text, for: need, set: overrides)
        }
        let problems = try #require(error, sourceLocation: sourceLocation).problems
        #expect(!problems.isEmpty, "an error that names nothing", sourceLocation: sourceLocation)
        return problems
    }
}
