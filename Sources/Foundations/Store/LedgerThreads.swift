import Workers

/// Every call of the ledger that others may make is async and runs on a thread that may wait: a busy database holds its
/// caller for up to 20 s, a write syncs to disk, and Swift's cooperative pool is a few threads wide. libdispatch's queues
/// would not do: on Linux they share their threads with that pool.
enum LedgerThreads {
    private static let pool = WorkerPool(name: "ledger", threads: 4)

    /// Runs `work` there. It is not cancelled with the task: what is known of a job is written in any case.
    ///
    /// - Throws: what `work` throws.
    static func run<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await pool.runUncancelled(work)
    }
}
