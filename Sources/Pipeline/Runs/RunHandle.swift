import Foundation
import Synchronization

/// A run that was started: its events, its value, and how to stop it. The run goes on when the handle is released.
public final class RunHandle<Value: Sendable>: Sendable {
    /// The run's unique id.
    public let id: String
    private let log: RunLog
    private let control: RunControl
    private let task: Task<Value, any Error>

    /// Starts a run.
    ///
    /// - Parameter body: the run; it is never cancelled itself, but does its work in `RunScope.stoppable`.
    init(_ body: @escaping @Sendable (RunScope) async throws -> Value) {
        let (id, log, control) = (UUID().uuidString.lowercased(), RunLog(), RunControl())
        (self.id, self.log, self.control) = (id, log, control)
        task = Task {
            // The value is there when the stream has ended, never before.
            defer { log.close() }
            return try await body(RunScope(id: id, name: nil, log: log, control: control))
        }
    }

    /// The events from the first on.
    public var events: RunEvents { events(from: 1) }

    /// The events from a number on.
    public func events(from number: Int) -> RunEvents { RunEvents(log: log, start: number) }

    /// How far it is.
    public var progress: RunProgress { log.progress(of: id) }

    /// How far a run of a batch is.
    public func progress(ofRunNamed name: String) -> RunProgress {
        log.progress(of: RunScope.id(of: name, in: id))
    }

    /// The run's value, once it has ended.
    ///
    /// - Throws: what ended the run; `CancellationError`, or a `Failure` that says more, when it was stopped.
    public var value: Value {
        get async throws { try await task.value }
    }

    /// Whether a stopped run is still busy, and with what.
    public var phase: RunPhase { control.phase }

    /// Stops the run: it ends soon, what was finished is kept, and a job that the trainer has goes on unless the caller
    /// started the run decides otherwise. Stopping twice changes nothing.
    public func cancel() { control.stop() }
}

/// What a run does.
public enum RunPhase: Sendable {
    /// Its work.
    case running
    /// It was stopped, and ends.
    case stopping
    /// It was stopped, and waits for the trainer to cancel its job.
    case cancellingJob
}

/// What stops a run's work; the run itself goes on to decide about its job.
final class RunControl: Sendable {
    private struct State {
        var phase = RunPhase.running
        var stop: (@Sendable () -> Void)?
    }
    private let state = Mutex(State())

    var phase: RunPhase { state.withLock { $0.phase } }

    func stop() {
        let stop = state.withLock { state -> (@Sendable () -> Void)? in
            guard state.phase == .running else { return nil }
            state.phase = .stopping
            return state.stop
        }
        stop?()
    }

    func beginCancellingJob() { state.withLock { $0.phase = .cancellingJob } }

    /// Does work that `stop` cancels; at once where the run was stopped before.
    func stoppable<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws
        -> Value
    {
        let task = Task { try await work() }
        let isStopped = state.withLock { state in
            state.stop = { task.cancel() }
            return state.phase != .running
        }
        if isStopped { task.cancel() }
        return try await task.value
    }
}

/// What a run's body has of its run.
struct RunScope: Sendable {
    let id: String
    /// The name of a run of a batch.
    let name: String?
    private let log: RunLog
    private let control: RunControl

    fileprivate init(id: String, name: String?, log: RunLog, control: RunControl) {
        (self.id, self.name, self.log, self.control) = (id, name, log, control)
    }

    func emit(_ event: Event) { log.append(event, run: id, name: name) }

    var progress: RunProgress { log.progress(of: id) }
    var isStopped: Bool { control.phase != .running }
    func beginCancellingJob() { control.beginCancellingJob() }

    /// Does work that stopping the run cancels.
    func stoppable<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws
        -> Value
    {
        try await control.stoppable(work)
    }

    /// Makes a job known before there is an event of it.
    func follow(_ jobID: String) { log.follow(jobID, run: id) }

    /// A run of this batch, whose events go into the same stream. No two are called the same.
    func part(named name: String) -> RunScope {
        RunScope(id: Self.id(of: name, in: id), name: name, log: log, control: control)
    }

    static func id(of name: String, in batch: String) -> String { "\(batch)/\(name)" }
}
