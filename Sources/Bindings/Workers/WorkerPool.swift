import Synchronization

/// Threads of our own for calls that block.
///
/// Swift's cooperative pool is as wide as the machine has cores: one blocking C call there stalls everything else.
/// Work given here runs on these threads alone, in the order given, as many pieces at once as there are threads.
public final class WorkerPool: TaskExecutor, Sendable {
    /// How many pieces of work run at once.
    public let threads: Int
    private let group: ThreadGroup

    /// Starts the threads.
    ///
    /// - Parameters:
    ///   - name: shown by debuggers and `top -H`; cut after 15 bytes.
    ///   - threads: at least 1.
    ///   - onThreadExit: runs as the last thing on each thread, for libraries that keep something a thread.
    public init(name: String, threads: Int, onThreadExit: @escaping @Sendable () -> Void = {}) {
        self.threads = threads
        group = ThreadGroup(name: name, threads: threads, onThreadExit: onThreadExit)
    }

    deinit { group.end() }

    /// Runs `work` on one of the threads and hands back what it returns or throws.
    ///
    /// Work whose task is cancelled before its turn is not begun and throws `CancellationError`; work that has begun
    /// runs to its end, so it must be short: `runLong` is for the rest. Throws `WorkersAreShutDown` after `shutdown()`.
    public func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        let cancelled = CancelFlag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let taken = group.addUnlessOver {
                    guard !cancelled.isSet else { return continuation.resume(throwing: CancellationError()) }
                    continuation.resume(with: Result(catching: work))
                }
                if !taken { continuation.resume(throwing: WorkersAreShutDown(name: group.name)) }
            }
        } onCancel: {
            cancelled.set()
        }
    }

    /// The same for work that must be done even if its task is cancelled, and that is done after `shutdown()` too. What
    /// `work` holds is released before this returns: a file that it closes is closed by then.
    ///
    /// - Throws: what `work` throws.
    public func runUncancelled<T: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> T
    ) async throws(Failure) -> T {
        let once = SingleUse(work)
        let result: Result<T, Failure> = await withCheckedContinuation { continuation in
            group.add { continuation.resume(returning: once.run()) }
        }
        return try result.get()
    }

    /// Runs long work on one of the threads, which looks for its task's cancellation itself, by
    /// `Task.checkCancellation()`.
    ///
    /// Work whose task is cancelled before its turn is not begun and throws `CancellationError`.
    public func runLong<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        let task = Task(executorPreference: self) {
            try Task.checkCancellation()
            return try work()
        }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Finishes all work that was given, then ends the threads. May be called twice.
    ///
    /// Blocks the caller until the last thread is gone: for the end of a program or a test.
    public func shutdown() {
        group.end()
    }

    /// Takes a job of the Swift runtime, for `withTaskExecutorPreference` and `Task(executorPreference:)`.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        group.add { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// Work was given to a pool that has been shut down.
public struct WorkersAreShutDown: Error, CustomStringConvertible, Sendable {
    let name: String

    /// Says which pool.
    public var description: String {
        "the threads of \(name) have been shut down; nothing more can run there"
    }
}

/// Work that is released once it is done, even while this is still referenced.
private final class SingleUse<T: Sendable, Failure: Error>: Sendable {
    private let work: Mutex<(@Sendable () throws(Failure) -> T)?>

    init(_ work: @escaping @Sendable () throws(Failure) -> T) { self.work = Mutex(work) }

    func run() -> Result<T, Failure> {
        let work = work.withLock { work in
            defer { work = nil }
            return work
        }
        guard let work else { preconditionFailure("work was begun twice") }
        do throws(Failure) { return .success(try work()) } catch { return .failure(error) }
    }
}

private final class CancelFlag: Sendable {
    private let flag = Atomic(false)
    var isSet: Bool { flag.load(ordering: .acquiring) }
    func set() { flag.store(true, ordering: .releasing) }
}
