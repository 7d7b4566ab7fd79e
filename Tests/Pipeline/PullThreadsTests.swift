import Foundation
import TestKit
import Testing

@testable import Pipeline
@testable import Pull

@Suite("Pull's threads")
struct PullThreadsTests {
    @Test("they are started with the state directory, and serve every run")
    func threadsAreKept() throws {
        let directory = try TemporaryDirectory("threads")
        let file = try directory.write("pull: { source: folder, path: pictures }\n", "p.yaml")
        let tools = try RunContext(state: directory.path("state"), threads: 1)
        let pipeline = try PipelineFile(at: file, for: .check, environment: [:])
        for _ in 0..<2 {
            let run = Pipeline(pipeline, tools) { _ in }
            #expect(run.puller.files === tools.pull.files)
        }
        // The control: another state directory has threads of its own.
        let other = try RunContext(state: directory.path("other"), threads: 1)
        #expect(other.pull.files !== tools.pull.files)
    }
}
