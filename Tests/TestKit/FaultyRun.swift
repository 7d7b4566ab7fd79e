import Foundation

/// The built `lorapipe` with a fault put under it, by strace: a call to the operating system that fails, or before
/// which the program is killed.
public enum FaultyRun {
    /// What is put under it.
    public enum Fault: Sendable {
        /// kill -9.
        case kill
        /// An error's name, as in ENOSPC and EIO.
        case error(String)
    }

    /// How it ended.
    public struct Outcome: Sendable {
        /// What the program left.
        public let run: Program.Outcome
        /// Whether the fault came about: a test whose fault never did shows nothing.
        public let happened: Bool
    }

    /// Runs the program with a fault at a call, the first being 1, counted by each of its threads for itself.
    ///
    /// - Parameters:
    ///   - call: as in `write`, `fsync`, `rename`.
    ///   - andLater: whether each later one of that thread fails too, as on a full disk.
    public static func run(
        _ arguments: [String], _ fault: Fault, at number: Int, of call: String, andLater: Bool = false
    ) async throws -> Outcome {
        try Needs.strace.declare()
        let place = try TemporaryDirectory("strace")
        let kind =
            switch fault {
            case .kill: "signal=KILL"
            case .error(let name): "error=\(name)"
            }
        let log = place.path("log")
        let run = try await Program.launch(
            "/usr/bin/env",
            [
                "strace", "-f", "-qq", "-o", log, "-e", "trace=\(call)", "-e",
                "inject=\(call):\(kind):when=\(number)\(andLater ? "+" : "")", Program.path,
            ] + arguments, [], [])
        // The program kills its own children too: only its own end counts.
        if case .kill = fault { return Outcome(run: run, happened: run.status == -9 || run.status == 137) }
        let text = String(decoding: try place.bytes("log"), as: UTF8.self)
        return Outcome(run: run, happened: text.contains("INJECTED"))
    }

    /// Runs the program to its end and counts its calls to the operating system: by the call's name, how often the one
    /// thread made it that made it most often.
    public static func counts(_ arguments: [String]) async throws -> (
        run: Program.Outcome, calls: [String: Int]
    ) {
        try Needs.strace.declare()
        let place = try TemporaryDirectory("strace")
        let run = try await Program.run(
            under: ["strace", "-f", "-qq", "-o", place.path("log")], arguments)
        var counts: [String: [Substring: Int]] = [:]
        // A line is a thread's number and the call, as in `4711 read(3, …`.
        for line in String(decoding: try place.bytes("log"), as: UTF8.self).split(separator: "\n") {
            guard let space = line.firstIndex(of: " "), let brace = line.firstIndex(of: "(") else { continue }
            let call = line[space..<brace].drop { $0 == " " }
            guard call.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { continue }
            counts[String(call), default: [:]][line[..<space], default: 0] += 1
        }
        return (run, counts.mapValues { $0.values.max() ?? 0 })
    }

    /// Stops the program at a call, as Ctrl-Z does, lets something happen meanwhile, and lets it go on to its end.
    ///
    /// - Parameters:
    ///   - number: the first is 1, counted by each of its threads for itself; the first thread that comes so far stops
    ///     all.
    ///   - file: counts calls on this path alone.
    /// - Returns: how it ended, and what came of `meanwhile`; nil where it ended without having stopped.
    public static func run<Value: Sendable>(
        _ arguments: [String], stoppedAt number: Int, of call: String, on file: String? = nil,
        _ meanwhile: @escaping @Sendable () async throws -> Value
    ) async throws -> (run: Program.Outcome, value: Value?) {
        let place = try TemporaryDirectory("strace")
        let log = place.path("log")
        async let run = Program.launch(
            "/usr/bin/env",
            [
                "strace", "-f", "-qq", "-o", log, "-e", "trace=\(call)", "-e",
                "inject=\(call):signal=STOP:when=\(number)",
            ] + (file.map { ["-P", $0] } ?? []) + [Program.path] + arguments, [], [])
        let value = Task {
            while !Task.isCancelled {
                let text = (try? Data(contentsOf: URL(fileURLWithPath: log))) ?? Data()  // not there yet
                if String(decoding: text, as: UTF8.self).contains("stopped by SIGSTOP") {
                    return Value?.some(try await meanwhile())
                }
                try await Task.sleep(for: .milliseconds(20))
            }
            return nil
        }
        // Each thread stops all when it comes so far: whatever stops once `meanwhile` is over goes on at once.
        let goingOn = Task {
            defer { Program.continueAll() }
            _ = await value.result
            while !Task.isCancelled {
                Program.continueAll()
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        let ended = try await run
        value.cancel()
        goingOn.cancel()
        do { return (ended, try await value.value) } catch is CancellationError { return (ended, nil) }
    }

    /// Runs the program while another process holds the lock of a directory.
    public static func run(_ arguments: [String], whileHeld directory: String) async throws
        -> Program.Outcome
    {
        try await Program.launch(
            "/usr/bin/env", ["flock", directory, Program.path] + arguments, [], [])
    }
}
