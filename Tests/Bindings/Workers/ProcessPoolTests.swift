import Foundation
import TestKit
import Testing
import Workers

@Suite struct ProcessPoolTests {
    /// A program in the shell's language that says it is ready and then answers as its script does.
    private static func pool(
        _ answer: String, start: String = "echo ready", size: Int = 1, patience: Duration = .seconds(20)
    ) -> ProcessPool {
        let script = "\(start)\nwhile read -r line; do\n\(answer)\ndone"
        return ProcessPool(
            .init("/bin/sh", ["-c", script], greeting: "ready", longestLine: 100), size: size,
            patience: patience)
    }

    private static let echo = #"echo "$$ $line""#

    private func text(_ reply: ProcessReply<String>) throws -> String {
        guard case .answer(let text) = reply else { throw Unexpected(reply: "\(reply)") }
        return text
    }

    private func ending(_ reply: ProcessReply<String>) throws -> ProcessEnding {
        guard case .ended(let ending) = reply else { throw Unexpected(reply: "\(reply)") }
        return ending
    }

    private struct Unexpected: Error { let reply: String }

    private func exists(_ process: Int32) -> Bool { kill(process, 0) == 0 }

    @Test func oneWarmProcessAnswersAgainAndAgain() async throws {
        let pool = Self.pool(Self.echo)
        defer { pool.shutdown() }
        #expect(pool.processes.isEmpty)
        var ids: Set<Substring> = []
        for number in 0..<50 {
            let words = try text(await pool.ask("request \(number)") { $0 }).split(
                separator: " ", maxSplits: 1)
            #expect(words[1] == "request \(number)")
            ids.insert(words[0])
        }
        #expect(ids == Set(pool.processes.map { "\($0)" }))
        // The control: one that nobody has asked before is another.
        let other = try text(await pool.ask("x", isFresh: true) { $0 })
        #expect(!ids.contains(other.split(separator: " ")[0]) && pool.processes.count == 1)
    }

    @Test func asManyAtOnceAsItsSize() async throws {
        let pool = Self.pool(Self.echo, size: 3)
        defer { pool.shutdown() }
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<100 { group.addTask { try text(await pool.ask("\(number)") { $0 }) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(answers.map { $0.split(separator: " ")[1] }) == Set((0..<100).map { "\($0)" }))
        #expect((1...3).contains(pool.processes.count))
    }

    @Test(arguments: [
        ("kill -SEGV $$", ProcessEnding.killed(signal: SIGSEGV)), ("exit 7", .exited(7)),
        ("kill -KILL $$", .killed(signal: SIGKILL)), ("printf 'one\\ntwo\\n'; sleep 100", .malformed),
        ("printf '%0200d\\n' 1", .malformed), ("printf '\\377\\n'", .malformed),
        ("echo nonsense", .malformed),
        ("sleep 100", .silent), ("printf 'half a line'; sleep 100", .silent),
        ("exec >&- 0<&-; sleep 100", .killed(signal: SIGKILL)),
    ]) func onlyTheRequestIsLost(_ deed: String, _ expected: ProcessEnding) async throws {
        let patience: Duration = expected == .silent ? .seconds(3) : .seconds(20)
        let script = "case \"$line\" in bad) \(deed);; *) \(Self.echo);; esac"
        let pool = Self.pool(script, patience: patience)
        defer { pool.shutdown() }
        let reading: @Sendable (String) -> String? = { $0 == "nonsense" ? nil : $0 }
        let before = try text(await pool.ask("good", reading: reading))
        let process = try #require(pool.processes.first)
        #expect(try ending(await pool.ask("bad", reading: reading)) == expected)
        #expect(!exists(process) && pool.processes.isEmpty)
        // Another takes its place.
        let after = try text(await pool.ask("good", reading: reading))
        #expect(before != after && after.hasSuffix(" good"))
    }

    @Test(arguments: ["exit 3", "echo hello", "kill -TERM $$", "sleep 100"])
    func aProgramThatIsNeverReadyIsAnError(_ start: String) async throws {
        let pool = Self.pool(Self.echo, start: start, patience: .milliseconds(500))
        defer { pool.shutdown() }
        await #expect(throws: ProcessStartError.self) { try await pool.ask("x") { $0 } }
        #expect(pool.processes.isEmpty)
    }

    @Test func aProgramThatIsNotThereIsAnError() async throws {
        let pool = ProcessPool(.init("/nonexistent/program", greeting: ""), size: 1, patience: .seconds(5))
        defer { pool.shutdown() }
        await #expect(throws: ProcessStartError.self) { try await pool.ask("x") { $0 } }
    }

    @Test func aCancelledRequestEndsItsProcess() async throws {
        let pool = Self.pool("sleep 1000", patience: .seconds(900))
        defer { pool.shutdown() }
        let work = Task { try await pool.ask("x") { $0 } }
        while pool.processes.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        let process = pool.processes[0]
        work.cancel()
        await #expect(throws: CancellationError.self) { try await work.value }
        #expect(!exists(process) && pool.processes.isEmpty)
    }

    @Test func shutdownLeavesNothingAndMayComeTwice() async throws {
        let pool = Self.pool("case \"$line\" in long) sleep 1000;; *) \(Self.echo);; esac", size: 2)
        _ = try await pool.ask("x") { $0 }
        let work = Task { try await pool.ask("long") { $0 } }
        _ = try await pool.ask("x") { $0 }
        let processes = pool.processes
        #expect(!processes.isEmpty && processes.allSatisfy(exists))
        pool.shutdown()
        pool.shutdown()
        #expect(!processes.contains(where: exists) && pool.processes.isEmpty)
        _ = await work.result
        await #expect(throws: WorkersAreShutDown.self) { try await pool.ask("x") { $0 } }
    }

    @Test func aForgottenPoolLeavesNothing() async throws {
        var pool: ProcessPool? = Self.pool(Self.echo)
        _ = try await pool?.ask("x") { $0 }
        let process = try #require(pool?.processes.first)
        pool = nil
        // The thread that answered may be the last to hold the pool.
        while exists(process) { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test func theProcessHasNothingOfOurs() async throws {
        setenv("PROCESS_POOL_SECRET", "of ours", 1)
        defer { unsetenv("PROCESS_POOL_SECRET") }
        // A file that is open here without O_CLOEXEC.
        let path = NSTemporaryDirectory() + "of-ours-\(UUID().uuidString)"
        let file = open(path, O_CREAT | O_RDWR, 0o600)
        defer {
            close(file)
            unlink(path)
        }
        let pool = Self.pool(
            #"echo "$PROCESS_POOL_SECRET|$(ls -l /proc/$$/fd | grep -c of-ours)|$(cut -d' ' -f5 /proc/$$/stat)|$$""#
        )
        defer { pool.shutdown() }
        let words = try text(await pool.ask("x") { $0 }).split(
            separator: "|", omittingEmptySubsequences: false)
        #expect(words[0] == "" && words[1] == "0")
        // The control: it is there to be passed on.
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(file)") == path)
        // A process group of its own: Ctrl-C does not reach it.
        #expect(words[2] == words[3])
    }

    @Test func theProcessEndsWithUsHoweverWeEnd() async throws {
        let result = await #expect(
            processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
        ) {
            let pool = ProcessPool(
                .init(
                    "/bin/sh", ["-c", "echo ready; while read -r line; do echo $$; done"], greeting: "ready"),
                size: 1, patience: .seconds(20))
            guard case .answer(let process) = try await pool.ask("x", reading: { $0 }) else { return }
            FileHandle.standardOutput.write(Data("process=\(process);\n".utf8))
            kill(getpid(), SIGKILL)
        }
        let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        let match = try #require(output.firstMatch(of: /process=([0-9]+);/))
        let process = try #require(Int32(match.1))
        while exists(process) { try await Task.sleep(for: .milliseconds(5)) }
    }
}
