public import Dataset
import Foundation
import Subprocess
import SystemPackage

/// The built `lorapipe`, run as a user runs it.
public enum Program {
    /// How a run ended and what it wrote.
    public struct Outcome: Sendable {
        /// The exit code; negative for the number of the signal that ended it.
        public let status: Int32
        /// What went to stdout.
        public let output: String
        /// What went to stderr.
        public internal(set) var errors: String
        /// The most memory it held at once, in bytes, as the operating system counts it: the most of
        /// its own and of each process that it started; 0 unless that was measured.
        public internal(set) var peakMemory = 0

        /// How many processes of its making were still there when it ended; 0 unless that was measured.
        public internal(set) var leftBehind = 0

        /// The one JSON document on stdout.
        ///
        /// - Throws: `JSONError` when stdout is anything else.
        public func json() throws -> JSONValue { try JSONValue(parsing: output) }

        /// The JSON documents on stdout, a line each.
        ///
        /// - Throws: `JSONError` when a line is none.
        public func events() throws -> [JSONValue] {
            try output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        }

        /// The last line on stderr.
        public var lastError: String { errors.split(separator: "\n").last.map(String.init) ?? "" }
    }

    /// The program beside the tests' own executable, where the build puts both.
    public static let path: String = {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return own.deletingLastPathComponent().appendingPathComponent("lorapipe").path
    }()

    /// The project's root.
    public static let root: String = {
        var place = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { place.deleteLastPathComponent() }
        return place.path
    }()

    /// Runs it to its end, with nothing of the environment's own settings.
    ///
    /// - Parameters:
    ///   - variables: on top of an environment of PATH, HOME and XDG_STATE_HOME alone.
    ///   - directory: where it is started; the tests' own directory unless told otherwise.
    ///   - interrupts: sends Ctrl-C's signal once stderr holds one of these texts.
    public static func run(
        _ arguments: [String], _ variables: [(String, String)] = [], in directory: String? = nil,
        interruptAfter interrupts: String...
    ) async throws -> Outcome {
        try await launch(path, arguments, variables, interrupts, in: directory)
    }

    /// Runs it to its end under another program that takes its path and arguments behind its own, as `strace` does.
    public static func run(
        under tool: [String], _ arguments: [String], _ variables: [(String, String)] = []
    ) async throws -> Outcome {
        try await launch("/usr/bin/env", tool + [path] + arguments, variables, [])
    }

    /// Runs it to its end, and measures its memory.
    public static func measure(_ arguments: [String], _ variables: [(String, String)] = []) async throws
        -> Outcome
    {
        // wait4 is the one call that tells this of a single child; it takes a parent of its own.
        let script = """
            import ctypes, os, sys
            # PR_SET_CHILD_SUBREAPER: what it leaves behind becomes ours.
            ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
            child = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
            _, status, usage = os.wait4(child, 0)
            print(usage.ru_maxrss * 1024, file=sys.stderr)
            left = 0
            try:
                while True:
                    os.waitpid(-1, 0)
                    left += 1
            except ChildProcessError:
                print(left, file=sys.stderr)
            sys.exit(os.waitstatus_to_exitcode(status))
            """
        var outcome = try await launch(
            "/usr/bin/env", ["python3", "-c", script, path] + arguments, variables, [])
        var lines = outcome.errors.split(separator: "\n", omittingEmptySubsequences: true)
        outcome.leftBehind = lines.popLast().flatMap { Int($0) } ?? -1
        outcome.peakMemory = lines.popLast().flatMap { Int($0) } ?? 0
        outcome.errors = lines.joined(separator: "\n")
        return outcome
    }

    static func launch(
        _ executable: String, _ arguments: [String], _ variables: [(String, String)], _ interrupts: [String],
        in directory: String? = nil
    ) async throws -> Outcome {
        // What a run writes into the user's own directory is nobody else's: not the developer's, not another test's.
        let user = try TemporaryDirectory("user")
        defer { withExtendedLifetime(user) {} }
        var environment: [Environment.Key: String] = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "HOME": NSTemporaryDirectory(), "XDG_STATE_HOME": user.path,
        ]
        for (name, value) in variables { environment[Environment.Key(stringLiteral: name)] = value }
        let result = try await Subprocess.run(
            .path(FilePath(executable)), arguments: Arguments(arguments), environment: .custom(environment),
            workingDirectory: directory.map { FilePath($0) }, input: .none, output: .sequence,
            error: .sequence
        ) { execution in
            var isInterrupted = false
            async let output = collect(execution.standardOutput) { _ in }
            let errors = try await collect(execution.standardError) { text in
                guard !isInterrupted, interrupts.contains(where: text.contains) else { return }
                isInterrupted = true
                try execution.send(signal: .interrupt)
            }
            return (try await output, errors)
        }
        let status: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let number): -number
            }
        return Outcome(status: status, output: result.closureResult.0, errors: result.closureResult.1)
    }

    private static func collect(
        _ sequence: SubprocessOutputSequence, _ look: (String) throws -> Void
    ) async throws -> String {
        var bytes: [UInt8] = []
        for try await buffer in sequence {
            bytes += buffer.withUnsafeBytes { Array($0) }
            try look(String(decoding: bytes, as: UTF8.self))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
