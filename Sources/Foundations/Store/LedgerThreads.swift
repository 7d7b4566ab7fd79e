import Foundation

extension Ledger {
    /// Threads that may wait: a busy database keeps its caller for up to 20 s, and a write syncs to disk.
    private static let threads = DispatchQueue(label: "ledger", attributes: .concurrent)

    /// Reads or writes on a thread of its own, for code on Swift's cooperative pool: that is a few threads wide, and one
    /// that waits there stops every other task.
    ///
    /// - Throws: what `work` throws.
    public func offPool<Value: Sendable>(
        _ work: @escaping @Sendable (Ledger) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            Self.threads.async {
                do throws(StoreError) {
                    continuation.resume(returning: .success(try work(self)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
