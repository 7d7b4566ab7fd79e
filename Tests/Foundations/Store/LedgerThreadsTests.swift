import Dataset
import Foundation
import GRDB
import Synchronization
import TestKit
import Testing

@testable import Store

/// Swift's cooperative pool has as many threads as the machine has cores. A call that waits there for another process's
/// write stops every task.
@Suite("The ledger waits on threads of its own", .timeLimit(.minutes(2)))
struct LedgerThreadsTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("threads") }

    /// Whether another task ran while calls as many as the pool has threads, and more, waited for the ledger.
    ///
    /// The ledger is held by a plain thread, since nothing that is awaited here could let it go.
    private func othersRun(_ call: @escaping @Sendable (Ledger) async throws -> Void) async throws -> Bool {
        let ledger = try await Store(at: directory.path("state")).ledger
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let holder = try DatabaseQueue(
            path: directory.path("state/ledger.sqlite"), configuration: configuration)
        try await holder.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let other = Atomic(false)
        let seen = Mutex<Bool?>(nil)
        let calls = ProcessInfo.processInfo.activeProcessorCount * 4
        let waiting = (0..<calls).map { _ in Task.detached { try await call(ledger) } }
        let later = Task.detached {
            // Behind the calls in the queue of the pool.
            other.store(true, ordering: .sequentiallyConsistent)
        }
        let thread = Thread {
            // Long for a task that is ready, short for a call that waits up to 20 s.
            for _ in 0..<100 where !other.load(ordering: .sequentiallyConsistent) { usleep(20_000) }
            seen.withLock { $0 = other.load(ordering: .sequentiallyConsistent) }
            // If this fails the calls below do.
            try? holder.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        }
        thread.start()
        for task in waiting { try await task.value }
        await later.value
        return seen.withLock { $0 } == true
    }

    private static let submission = Submission(
        payload: Digest.of("p"), endpoint: "https://t", dialect: "plain", outputName: "n", images: 1,
        export: "/x")

    @Test("another task runs meanwhile, and every call is carried out")
    func othersGoOn() async throws {
        #expect(try await othersRun { _ = try await $0.intend(Self.submission) })
        let count = try await Store(at: directory.path("state")).ledger.submissions().count
        #expect(count == ProcessInfo.processInfo.activeProcessorCount * 4)
    }

    @Test("the control: the same writes on the caller's thread hold every task up")
    func control() async throws {
        let ran = try await othersRun { ledger in
            try ledger.database.write(isSynced: true) { try $0.execute(sql: "DELETE FROM submission") }
        }
        #expect(!ran)
    }
}
