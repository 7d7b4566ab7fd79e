import Foundation
import Testing
import Workers

@Suite struct WorkerPoolTests {
    private struct Oops: Error, Equatable {}

    private final class Held: Sendable {}

    @Test func whatUncancelledWorkHoldsIsReleasedWhenItReturns() async {
        let pool = WorkerPool(name: "held", threads: 2)
        for _ in 0..<500 {
            var object: Held? = Held()
            weak let seen = object
            await pool.runUncancelled { [object] in withExtendedLifetime(object) {} }
            object = nil
            #expect(seen == nil)
        }
    }

    @Test func returnsWhatTheWorkReturns() async throws {
        let pool = WorkerPool(name: "test", threads: 2)
        defer { pool.shutdown() }
        let values = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<500 { group.addTask { try await pool.run { number * 2 } } }
            return try await group.reduce(0, +)
        }
        #expect(values == (0..<500).reduce(0) { $0 + $1 * 2 })
    }

    @Test func throwsWhatTheWorkThrows() async throws {
        let pool = WorkerPool(name: "test", threads: 1)
        defer { pool.shutdown() }
        await #expect(throws: Oops()) { try await pool.run { throw Oops() } }
    }

    @Test func asManyRunAtOnceAsThereAreThreads() async throws {
        for threads in [1, 3] {
            let pool = WorkerPool(name: "test", threads: threads)
            defer { pool.shutdown() }
            let counts = Shared((now: 0, most: 0))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        try await pool.run {
                            counts.withLock {
                                $0.now += 1
                                $0.most = max($0.most, $0.now)
                            }
                            usleep(20_000)
                            counts.withLock { $0.now -= 1 }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(counts.withLock { $0.most } == threads)
        }
    }

    @Test func blockingWorkLeavesTheCooperativePoolFree() async throws {
        // More blocked calls at once than a machine has cooperative threads: there, this test would never end.
        let threads = 4 * ProcessInfo.processInfo.activeProcessorCount
        let pool = WorkerPool(name: "test", threads: threads)
        defer { pool.shutdown() }
        let gate = DispatchSemaphore(value: 0)
        let blocked = Shared(0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<threads {
                group.addTask {
                    try await pool.run {
                        blocked.withLock { $0 += 1 }
                        gate.wait()
                    }
                }
            }
            while blocked.withLock({ $0 }) < threads { await Task.yield() }
            for _ in 0..<threads { gate.signal() }
            try await group.waitForAll()
        }
        #expect(blocked.withLock { $0 } == threads)
    }

    @Test func workThatWaitsIsDroppedWhenItsTaskIsCancelled() async throws {
        let pool = WorkerPool(name: "test", threads: 1)
        defer { pool.shutdown() }
        let gate = DispatchSemaphore(value: 0)
        let began = Shared(false)
        let isBlocked = Shared(false)
        let blocker = Task {
            try await pool.run {
                isBlocked.withLock { $0 = true }
                gate.wait()
            }
        }
        while !isBlocked.withLock({ $0 }) { await Task.yield() }
        let waiting = Task { try await pool.run { began.withLock { $0 = true } } }
        waiting.cancel()
        gate.signal()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        try await blocker.value
        #expect(began.withLock { $0 } == false)
        // The control: the same work without a cancel does begin.
        try await pool.run { began.withLock { $0 = true } }
        #expect(began.withLock { $0 })
    }

    @Test func shutdownFinishesWhatWasGivenAndThenRefuses() async throws {
        let exits = Shared(0)
        let done = Shared(0)
        let pool = WorkerPool(name: "test", threads: 3) { exits.withLock { $0 += 1 } }
        for _ in 0..<20 {
            Task(executorPreference: pool) {
                usleep(2_000)
                done.withLock { $0 += 1 }
            }
        }
        pool.shutdown()
        #expect(done.withLock { $0 } == 20)
        #expect(exits.withLock { $0 } == 3)
        pool.shutdown()
        #expect(exits.withLock { $0 } == 3)
        await #expect(throws: WorkersAreShutDown.self) { try await pool.run { 1 } }
        // The runtime's own jobs cannot be refused: a task that prefers the pool still ends.
        #expect(await Task(executorPreference: pool) { 7 }.value == 7)
    }

    @Test func tasksThatPreferThePoolRunOnIt() async throws {
        let pool = WorkerPool(name: "prefers-me", threads: 1)
        defer { pool.shutdown() }
        let name = try await Task(executorPreference: pool) { try threadName() }.value
        #expect(name == "prefers-me")
        #expect(try threadName() != "prefers-me")
    }

    @Test func aForgottenPoolEndsItsThreads() async throws {
        let exits = Shared(0)
        do {
            let pool = WorkerPool(name: "test", threads: 2) { exits.withLock { $0 += 1 } }
            #expect(try await pool.run { 3 } == 3)
            #expect(exits.withLock { $0 } == 0)
        }
        let limit = ContinuousClock.now + .seconds(10)
        while exits.withLock({ $0 }) < 2, ContinuousClock.now < limit {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(exits.withLock { $0 } == 2)
    }
}
