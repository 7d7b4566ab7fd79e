import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Warm processes for work that may crash, hang or eat memory: a thread can't be taken away from such work, a process
/// can.
///
/// A process is started when it is first needed and answers one line with one line, as often as it is asked. One that
/// dies, is silent or answers rubbish is killed and waited for, and another takes its place when next needed; only the
/// request that it had is lost. Waiting happens on threads of our own.
public final class ProcessPool: Sendable {
    /// What is run, and what is expected of it.
    public struct Program: Sendable {
        /// The path of the executable.
        public var executable: String
        /// What stands behind it on its command line.
        public var arguments: [String]
        /// Its whole environment.
        public var environment: [String: String]
        /// The line that it says once it is ready.
        public var greeting: String
        /// The longest line that is taken from it, in bytes.
        public var longestLine: Int

        /// A program.
        public init(
            _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:],
            greeting: String,
            longestLine: Int = 1 << 20
        ) {
            self.executable = executable
            self.arguments = arguments
            self.environment = environment
            self.greeting = greeting
            self.longestLine = longestLine
        }
    }

    /// How many processes there are at most, and how many requests are answered at once.
    public let size: Int
    private let program: Program
    private let patience: Duration
    private let workers: WorkerPool
    private let state = Mutex(State())

    private struct State {
        var idle: [ChildProcess] = []
        var busy: [pid_t: ChildProcess] = [:]
        var isOver = false
    }

    /// Starts nothing yet.
    ///
    /// - Parameters:
    ///   - size: at least 1.
    ///   - patience: how long a process may take over one request, by the wall clock, and over its start. A last resort: the program
    ///     should set limits of its own that are tighter.
    public init(_ program: Program, size: Int, patience: Duration) {
        self.program = program
        self.size = size
        self.patience = patience
        workers = WorkerPool(name: "processes", threads: size)
    }

    deinit { shutdown() }

    /// Asks one of the processes.
    ///
    /// - Parameters:
    ///   - request: one line, without a line's end.
    ///   - isFresh: whether to ask a process that has not been asked anything before, so that nothing but the request
    ///     can be the reason for what it does.
    ///   - reading: makes sense of the line that comes back; nil for one that is no answer.
    /// - Throws: `ProcessStartError`, `CancellationError` (the process is killed), `WorkersAreShutDown`.
    public func ask<Answer: Sendable>(
        _ request: String, isFresh: Bool = false, reading: @escaping @Sendable (String) -> Answer?
    ) async throws -> ProcessReply<Answer> {
        precondition(!request.utf8.contains(0x0A), "a request is one line")
        let inFlight = InFlightRequest()
        return try await withTaskCancellationHandler {
            try await workers.run { [self] in
                let child = try take(isFresh: isFresh)
                inFlight.begin(child)
                let answer = child.ask(request, within: patience, longest: program.longestLine)
                if inFlight.end() {
                    _ = discard(child, patience: .zero)
                    throw CancellationError()
                }
                switch answer {
                case .line(let text):
                    if let answer = reading(text) {
                        giveBack(child)
                        return .answer(answer)
                    }
                    _ = discard(child, patience: .zero)
                    return .ended(.malformed)
                case .malformed:
                    _ = discard(child, patience: .zero)
                    return .ended(.malformed)
                case .silence:
                    _ = discard(child, patience: .zero)
                    return .ended(.silent)
                case .closed:
                    // Its end of the socket closes a moment before there is something to wait for.
                    return .ended(discard(child, patience: .seconds(1)) ?? .malformed)
                }
            }
        } onCancel: {
            inFlight.cancel()
        }
    }

    /// Kills every process, waits for them and ends the threads. May be called twice; blocks for the moment it takes.
    public func shutdown() {
        let idle = state.withLock { state in
            state.isOver = true
            defer { state.idle = [] }
            for child in state.busy.values { child.kill() }
            return state.idle
        }
        for child in idle {
            child.kill()
            _ = child.reap(patience: .zero)
        }
        workers.shutdown()
    }

    /// The ids of the processes that are there.
    public var processes: [Int32] { state.withLock { $0.idle.map(\.id) + $0.busy.keys } }

    private func take(isFresh: Bool) throws -> ChildProcess {
        let (kept, retired, isOver) = state.withLock { state -> (ChildProcess?, ChildProcess?, Bool) in
            // The warmest first: with little to do, few processes are started.
            let child = state.idle.popLast()
            if isFresh { return (nil, child, state.isOver) }
            if let child { state.busy[child.id] = child }
            return (child, nil, state.isOver)
        }
        if let retired {
            retired.kill()
            _ = retired.reap(patience: .zero)
        }
        if isOver { throw WorkersAreShutDown(name: "processes") }
        return try kept ?? start()
    }

    private func start() throws(ProcessStartError) -> ChildProcess {
        let child = try ChildProcess(
            executable: program.executable, arguments: program.arguments, environment: program.environment)
        let isOver = state.withLock { state in
            state.busy[child.id] = child
            return state.isOver
        }
        if isOver { child.kill() }
        let ending: ProcessEnding?
        switch child.read(within: patience, longest: program.longestLine) {
        case .line(program.greeting): return child
        case .line, .malformed: ending = discard(child, patience: .zero).map { _ in .malformed }
        case .silence: ending = discard(child, patience: .zero).map { _ in .silent }
        case .closed: ending = discard(child, patience: .seconds(1))
        }
        throw ProcessStartError(executable: program.executable, ending: ending)
    }

    private func giveBack(_ child: ChildProcess) {
        let isWanted = state.withLock { state in
            if state.isOver { return false }
            state.busy[child.id] = nil
            state.idle.append(child)
            return true
        }
        if !isWanted { _ = discard(child, patience: .zero) }
    }

    private func discard(_ child: ChildProcess, patience: Duration) -> ProcessEnding? {
        // Out of the list before it is waited for: afterwards its number may be another process's.
        state.withLock { $0.busy[child.id] = nil }
        return child.reap(patience: patience)
    }
}

/// One request under way, which a cancelled task may kill.
private final class InFlightRequest: Sendable {
    private let state = Mutex<(child: ChildProcess?, isCancelled: Bool)>((nil, false))

    func begin(_ child: ChildProcess) {
        state.withLock { state in
            state.child = child
            if state.isCancelled { child.kill() }
        }
    }

    /// Whether it was cancelled. From here on nothing is killed any more.
    func end() -> Bool {
        state.withLock { state in
            state.child = nil
            return state.isCancelled
        }
    }

    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            state.child?.kill()
        }
    }
}
