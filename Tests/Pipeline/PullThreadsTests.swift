import Foundation
import Synchronization
import TestKit
import Testing

@testable import Pipeline

@Suite("Pull's threads", .serialized)
struct PullThreadsTests {
    /// The system's ids of this process's threads for files.
    private static func threads() -> Set<String> {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        return Set(
            all.filter {
                // A thread that has just ended has no name any more.
                let name = try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8)
                return name == "files\n"
            })
    }

    @Test("two are started with the state directory, and serve every run")
    func threadsAreKept() async throws {
        let directory = try TemporaryDirectory("threads")
        for name in ["a", "b"] { try directory.write("no picture", "pictures/\(name).jpg") }
        let file = try directory.write("pull: { source: folder, path: pictures }\n", "p.yaml")
        let before = Self.threads()
        let tools = try RunContext(state: directory.path("state"), threads: 1)
        // A thread takes its name once it runs.
        var own = Self.threads().subtracting(before)
        for _ in 0..<5000 where own.count < 2 {
            try await Task.sleep(for: .milliseconds(1))
            own = Self.threads().subtracting(before)
        }
        #expect(own.count == 2)
        let seen = Mutex<Set<String>>([])
        let pipeline = try PipelineFile(at: file, for: .check, environment: [:])
        for _ in 0..<2 {
            let run = Pipeline(pipeline, tools) { _ in seen.withLock { $0.formUnion(Self.threads()) } }
            _ = try await run.check()
        }
        #expect(seen.withLock { $0 }.subtracting(before) == own)
    }
}
