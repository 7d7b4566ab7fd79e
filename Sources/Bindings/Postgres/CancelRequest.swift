import CPostgres
import Foundation
import Synchronization

/// Asks the server to stop what a connection is doing, over a connection of its own and from a thread of its
/// own: PQcancel waits until the server closes that connection, which a server that hangs never does.
final class CancelRequest: @unchecked Sendable {
    // Unchecked: "the PGcancel object is read-only as far as PQcancel is concerned, so it can also be invoked
    // from a thread that is separate from the one manipulating the PGconn object".

    private let ticket: OpaquePointer
    private let hasEnded = DispatchSemaphore(value: 0)

    /// Sends the request; nil when the connection has nothing to cancel.
    init?(_ connection: OpaquePointer) {
        guard let ticket = PQgetCancel(connection) else { return nil }
        self.ticket = ticket
        let thread = Thread {
            var text = [CChar](repeating: 0, count: 256)
            // When even this fails the connection is gone or the server is stuck; the wait for the query's
            // end has a limit.
            _ = PQcancel(self.ticket, &text, Int32(text.count))
            self.hasEnded.signal()
        }
        thread.name = "postgres-cancel"
        thread.start()
    }

    deinit { PQfreeCancel(ticket) }

    /// Whether the server has taken the request before the deadline. Until then it could still hit the next
    /// query.
    func isSettled(by deadline: ContinuousClock.Instant) -> Bool {
        let left = max(.zero, ContinuousClock.now.duration(to: deadline))
        return hasEnded.wait(timeout: .now() + .nanoseconds(Int(left / .nanoseconds(1)))) == .success
    }
}
