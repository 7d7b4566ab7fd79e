import DequeModule

/// Lets one at a time through, in the order of asking: what keeps all cores busy by itself, and what a later one finds
/// done already when it waits.
public actor AsyncMutex {
    private var isTaken = false
    private var waiting: Deque<CheckedContinuation<Void, Never>> = []

    /// Nobody's turn yet.
    public init() {}

    /// Does the work when it is its turn.
    ///
    /// - Throws: what the work throws, and `CancellationError` when the task was cancelled meanwhile.
    public func callAsFunction<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws
        -> Value
    {
        if isTaken {
            await withCheckedContinuation { waiting.append($0) }
        } else {
            isTaken = true
        }
        defer {
            // Passed on and not released: a caller that comes now must not get in between.
            if let next = waiting.popFirst() { next.resume() } else { isTaken = false }
        }
        try Task.checkCancellation()
        return try await work()
    }
}
