import DequeModule
import Foundation

/// Jobs in the order in which they came, taken by threads that wait for them.
///
/// The threads hold the queue and never the pool that owns it: a pool that nobody holds any more can go, and closes
/// its queue on the way.
final class JobQueue: @unchecked Sendable {
    typealias Job = @Sendable () -> Void

    // `condition` guards both fields below, which is why the class may be called Sendable.
    private let condition = NSCondition()
    private var waiting: Deque<Job> = []
    private var isClosed = false

    /// Puts a job at the end. False when the queue is closed, and then the job was not taken.
    func add(_ job: @escaping Job) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        guard !isClosed else { return false }
        waiting.append(job)
        condition.signal()
        return true
    }

    /// Takes no more jobs. What is waiting still runs.
    func close() {
        condition.lock()
        defer { condition.unlock() }
        isClosed = true
        condition.broadcast()
    }

    /// Runs jobs on the calling thread until the queue is closed and empty.
    func work() {
        while let job = next() { job() }
    }

    private func next() -> Job? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let job = waiting.popFirst() { return job }
            if isClosed { return nil }
            condition.wait()
        }
    }
}
