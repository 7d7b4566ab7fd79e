/// One thread that an actor can own as its executor, for a C handle that must not be used by two threads at once and
/// whose calls block.
///
/// ```swift
/// actor Connection {
///     private let thread = WorkerThread(name: "postgres")
///     nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
/// }
/// ```
/// The thread ends by itself when the actor is gone.
public final class WorkerThread: SerialExecutor, Sendable {
    private let group: ThreadGroup

    /// Starts the thread. `name` is cut after 15 bytes; `onThreadExit` runs as the last thing on it.
    public init(name: String, onThreadExit: @escaping @Sendable () -> Void = {}) {
        group = ThreadGroup(name: name, threads: 1, onThreadExit: onThreadExit)
    }

    deinit { group.end() }

    /// Takes a job of the Swift runtime.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // The job holds the executor: an actor that goes away in the middle of its last job must not take the thread
        // that runs it along.
        group.add { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Whether the caller runs on this thread, for `assumeIsolated` and the runtime's checks.
    public func isIsolatingCurrentContext() -> Bool? {
        group.isCurrent
    }

    /// Traps unless the caller runs on this thread.
    public func checkIsolated() {
        precondition(group.isCurrent, "not on the thread of \(group.name)")
    }

    /// Finishes the jobs that wait, then ends the thread; blocks until it is gone. May be called twice.
    public func shutdown() {
        group.end()
    }
}
