import Synchronization

/// The threads behind a pool and the queue they share: started at once, ended together.
final class ThreadGroup: Sendable {
    let name: String
    private let queue = JobQueue()
    private let threads: [NativeThread]
    private let isOver = Mutex(false)

    init(name: String, threads count: Int, onThreadExit: @escaping @Sendable () -> Void) {
        precondition(count > 0, "a crew needs a thread")
        self.name = name
        let queue = queue
        threads = (0..<count).map { _ in
            NativeThread(name: name) {
                queue.work()
                onThreadExit()
            }
        }
    }

    /// Whether the caller runs on one of these threads.
    var isCurrent: Bool { threads.contains { $0.isCurrent } }

    /// Runs `job` on the next free thread.
    ///
    /// A job that comes after the end gets a thread of its own: the runtime's jobs cannot be refused, and a dropped
    /// one would leave its task waiting for ever.
    func add(_ job: @escaping @Sendable () -> Void) {
        guard !queue.add(job) else { return }
        NativeThread(name: name, job).detach()
    }

    /// Runs `job` on the next free thread; false, and nothing done, after the end.
    func addUnlessOver(_ job: @escaping @Sendable () -> Void) -> Bool {
        queue.add(job)
    }

    /// Finishes the waiting jobs and ends the threads. Further calls return at once.
    ///
    /// A thread cannot wait for itself: called from one of the crew's own, it leaves that one to end alone.
    func end() {
        let isFirst = isOver.withLock { over in
            defer { over = true }
            return !over
        }
        guard isFirst else { return }
        queue.close()
        for thread in threads {
            if thread.isCurrent { thread.detach() } else { thread.join() }
        }
    }
}
