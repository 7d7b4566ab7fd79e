import Foundation
import Synchronization
import TestKit
import Testing

/// `lorapipe watch` on a pseudo terminal, as a person has it.
@Suite("Ctrl-C on a terminal")
struct CtrlCTests {
    /// A trainer whose job runs until it is cancelled.
    private final class Trainer: Sendable {
        private let cancelled = Mutex(false)
        var isCancelled: Bool { cancelled.withLock { $0 } }

        func answer(_ request: ScriptedServer.Request) -> ScriptedServer.Reply {
            if request.method == "POST" {
                cancelled.withLock { $0 = true }
                return .answer(body: "{}")
            }
            let status = isCancelled ? "cancelled" : "training"
            return .answer(body: #"{"job_id":"j1","status":"\#(status)","current_step":1}"#)
        }
    }

    private func run(_ talk: String, _ trainer: Trainer) async throws -> String {
        let place = try TemporaryDirectory("terminal")
        let server = try ScriptedServer { trainer.answer($0) }
        defer { server.stop() }
        return try await OnTerminal.run(
            ["watch", "j1", "--endpoint", server.url, "--state", place.path("state")], typing: talk)
    }

    @Test("offers to cancel, and waits until the trainer shows that it stopped")
    func cancels() async throws {
        let trainer = Trainer()
        let output = try await run("training=>\\x03|[l]eave=>c\\n", trainer)
        #expect(output.contains("[c]ancel / [l]eave") && output.contains("was cancelled"), "\(output)")
        #expect(output.contains("EXIT 4") && trainer.isCancelled)
    }

    @Test("or leaves the job running", arguments: ["l\\n", "\\x03"])
    func leaves(answer: String) async throws {
        let trainer = Trainer()
        let output = try await run("training=>\\x03|[l]eave=>\(answer)", trainer)
        #expect(output.contains("left job j1 running") && output.contains("lorapipe watch j1"), "\(output)")
        #expect(output.contains("EXIT 130") && !trainer.isCancelled)
    }
}
