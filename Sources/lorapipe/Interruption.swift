import Foundation
import Synchronization

/// What interrupts mean while a job is followed: the first asks for an orderly end; a further Ctrl-C leaves at once.
final class Interruption: Sendable {
    /// What was being done when an interrupt came.
    enum Moment {
        case following, leaving, cancelling
    }

    private struct State {
        var moment = Moment.following
        var signal: Int32?
    }

    private let state = Mutex(State())
    private let stop: @Sendable () -> Void
    private let leave: @Sendable (Moment) -> Never

    /// - Parameters:
    ///   - stop: stops the following in good order.
    ///   - leaving: ends the process with words.
    init(_ stop: @escaping @Sendable () -> Void, leaving: @escaping @Sendable (Moment) -> Never) {
        self.stop = stop
        leave = leaving
    }

    /// The first signal; nil before.
    var signal: Int32? { state.withLock { $0.signal } }

    /// The job is being cancelled from here on: an interrupt stops the waiting.
    func beginCancelling() { state.withLock { $0.moment = .cancelling } }

    /// Takes an interrupt in.
    func take(_ signal: Int32) {
        let before = state.withLock { state in
            defer {
                state.signal = state.signal ?? signal
                if state.moment == .following { state.moment = .leaving }
            }
            return state
        }
        if before.moment == .following { return stop() }
        // timeout(1) sends its kill to the process and to its group: two of a kind are no impatience, but a kill ends
        // a question that nobody answers.
        if before.moment == .leaving, signal == SIGTERM, before.signal == SIGTERM { return }
        leave(before.moment)
    }
}
