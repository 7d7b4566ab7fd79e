import Foundation
import TestKit
import Testing

/// stdout and stderr as other programs hand them over: not waiting, full, closed.
@Suite("Whatever stdout is")
struct OutputTests {
    /// Gives the program a pipe or socket that does not wait, and reads nothing of it until it is full.
    private static let script = """
        import fcntl, os, socket, struct, subprocess, sys, termios, time
        kind, which, command = sys.argv[1], sys.argv[2], sys.argv[3:]
        if kind == "pipe":
            out, into = os.pipe()
            fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, 4096)
        else:
            ours, theirs = socket.socketpair()
            theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
            out, into = ours.detach(), theirs.detach()
        os.set_blocking(into, False)
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        streams[which] = into
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, **streams)
        os.close(into)
        def waiting():
            return struct.unpack("i", fcntl.ioctl(out, termios.FIONREAD, bytes(4)))[0]
        # Full is what does not grow any more; the program is waited for, whose end is another way not to grow.
        before = -1
        while waiting() == 0 or waiting() != before:
            before = waiting()
            time.sleep(0.3)
        told, piece = b"", b"x"
        while piece:
            piece = os.read(out, 1 << 16)
            told += piece
        sys.stdout.buffer.write(told)
        sys.stdout.flush()
        sys.exit(child.wait())
        """

    @Test(
        "one that does not wait is waited for, and nothing is lost", arguments: ["pipe", "socket"],
        [["rules", "--json"], ["schema"], ["rules", "--markdown"]])
    func notWaiting(_ kind: String, _ arguments: [String]) async throws {
        let whole = try await Program.run(arguments)
        // The control: it does not fit into the pipe at once.
        #expect(whole.output.utf8.count > 4096)
        let run = try await Program.run(under: ["python3", "-c", Self.script, kind, "stdout"], arguments)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output == whole.output)
    }

    @Test("so is stderr: no line of many goes missing")
    func manyErrors() async throws {
        let place = try TemporaryDirectory()
        let keys = (0..<60).map { "  key_\($0)_\(String(repeating: "x", count: 100)): 1" }
        let file = try place.write(
            "pull: { source: folder, path: . }\nprepare:\n" + keys.joined(separator: "\n"), "p.yaml")
        let arguments = ["check", file, "--state", place.path("state")]
        let whole = try await Program.run(arguments)
        #expect(whole.status == 2 && whole.errors.utf8.count > 4096)
        let run = try await Program.run(under: ["python3", "-c", Self.script, "pipe", "stderr"], arguments)
        #expect(run.status == 2)
        #expect(run.output == whole.errors)
    }

    private func shell(_ redirection: String, _ arguments: [String]) async throws -> Program.Outcome {
        try await Program.run(under: ["sh", "-c", "exec \"$0\" \"$@\" \(redirection)"], arguments)
    }

    @Test(
        "one that is full or closed ends it with 6 and words, and leaves no temporary",
        arguments: [">/dev/full", ">&-", "<&- >&-"], [[], ["--json"]])
    func unwritable(_ redirection: String, _ more: [String]) async throws {
        let place = try TemporaryDirectory()
        let file = try place.write(
            "pull: { source: folder, path: \(Program.root)/samples/harbour, trigger: h4rbour }", "p.yaml")
        let run = try await shell(redirection, ["check", file, "--state", place.path("state")] + more)
        #expect(run.status == 6, "\(run.errors)")
        #expect(run.lastError.contains("the output could not be written"), "\(run.errors)")
        #expect(try place.names(under: "state/tmp").isEmpty)
        // Nothing of the result went into a file that took the closed one's number.
        let ledger = try await Program.run(["receipts", "--state", place.path("state")])
        #expect(ledger.status == 0, "\(ledger.errors)")
    }

    @Test("commands without a console say so too", arguments: [["schema"], ["--help"], ["--version"]])
    func plain(_ arguments: [String]) async throws {
        let run = try await shell(">/dev/full", arguments)
        #expect(run.status == 6 && run.lastError.contains("the disk is full"), "\(run.errors)")
    }

    @Test("a reader that goes away is no failure")
    func gone() async throws {
        let run = try await Program.run(
            under: ["sh", "-c", "(\"$0\" \"$@\"; echo $? >&2) | head -1"], ["rules", "--json"])
        #expect(run.output == "{\n" && run.lastError == "0", "\(run.errors)")
    }

    @Test("a job that is followed goes on when stdout fails, and that is told")
    func following() async throws {
        let server = try ScriptedServer { _ in
            .answer(body: #"{"job_id":"j1","status":"training","current_step":1}"#)
        }
        defer { server.stop() }
        let place = try TemporaryDirectory()
        let run = try await shell(
            ">/dev/full",
            ["watch", "j1", "--json", "--endpoint", server.url, "--state", place.path("state")])
        #expect(run.status == 6, "\(run.errors)")
        #expect(run.errors.contains("job j1 goes on"), "\(run.errors)")
        #expect(!server.requests.contains { $0.method == "POST" })
    }
}
