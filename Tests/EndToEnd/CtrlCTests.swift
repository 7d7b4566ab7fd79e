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

    /// Runs the program on a terminal, types what is told behind what is waited for, and tells the exit code last.
    private static let script = """
        import os, pty, select, sys, time
        talk = [part.split("=>") for part in sys.argv[1].split("|")]
        child, terminal = pty.fork()
        if child == 0:
            os.environ["TERM"] = "xterm"
            os.execv(sys.argv[2], sys.argv[2:])
        seen, end = "", time.time() + 60
        while time.time() < end:
            if not select.select([terminal], [], [], 0.2)[0]:
                continue
            try:
                piece = os.read(terminal, 4096).decode(errors="replace")
            except OSError:
                break
            sys.stdout.write(piece)
            seen += piece
            if talk and talk[0][0] in seen:
                seen = ""
                os.write(terminal, talk.pop(0)[1].encode().decode("unicode_escape").encode())
        print("EXIT", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """

    private func run(_ talk: String, _ trainer: Trainer) async throws -> String {
        let place = try TemporaryDirectory("terminal")
        let server = try ScriptedServer { trainer.answer($0) }
        defer { server.stop() }
        let run = try await Program.run(
            under: ["python3", "-c", Self.script, talk],
            ["watch", "j1", "--endpoint", server.url, "--state", place.path("state")])
        return run.output
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
