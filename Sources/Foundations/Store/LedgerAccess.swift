import Workers

/// Where the ledger of runs lies.
public enum LedgerLocation: Sendable {
    /// In the state directory, with all the rest.
    case inState
    /// In a directory of the user's, whatever folder he works in.
    case directory(String)
    /// Nowhere, for this reason, which is thrown when the ledger is first opened.
    case nowhere(StoreError)

    /// The user's own: `$XDG_STATE_HOME/lorapipe`, or `~/.local/state/lorapipe`. A relative path in either variable
    /// counts as none, as the XDG Base Directory Specification says. Without any there is no ledger, rather than one
    /// that the same user's next run does not find.
    public static func ofUser(_ environment: [String: String]) -> LedgerLocation {
        func path(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
        if let state = path("XDG_STATE_HOME") { return .directory(state + "/lorapipe") }
        if let home = path("HOME") { return .directory(home + "/.local/state/lorapipe") }
        return .nowhere(
            StoreError(
                "there is no place for the ledger of runs: neither HOME nor XDG_STATE_HOME holds an absolute path",
                hint: "set one of them, or name a directory for everything with --state or LORAPIPE_STATE"))
    }
}

/// Every call of the ledger that others may make is async and runs on a thread that may wait: a busy database holds its
/// caller for up to 20 s, a write syncs to disk, and Swift's cooperative pool is a few threads wide. libdispatch's
/// queues would not do: on Linux they share their threads with that pool.
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
