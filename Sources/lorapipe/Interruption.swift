import Foundation
import Pipeline
import Synchronization

/// What interrupts mean while a run with a job is under way: the first stops the run in good order; a further Ctrl-C ends
/// the process at once.
final class Interruption: Sendable {
    private struct State {
        var signal: Int32?
        var isLeftOnPurpose = false
    }
    private let state = Mutex(State())

    /// The first signal; nil before.
    var signal: Int32? { state.withLock { $0.signal } }

    /// Whether the person at the terminal said that the job is to go on.
    var isLeftOnPurpose: Bool { state.withLock { $0.isLeftOnPurpose } }

    func leaveOnPurpose() { state.withLock { $0.isLeftOnPurpose = true } }

    /// Takes an interrupt.
    ///
    /// - Parameters:
    ///   - stop: stops the run.
    ///   - leaving: ends the process.
    func take(_ signal: Int32, in phase: RunPhase, stop: () -> Void, leaving: () -> Never) {
        let first = state.withLock { state -> Int32? in
            defer { state.signal = state.signal ?? signal }
            return state.signal
        }
        guard let first else { return stop() }
        // timeout(1) sends its kill to the process and to its group: two of a kind are no impatience, but a kill ends
        // a question that nobody answers.
        if phase != .cancellingJob, signal == SIGTERM, first == SIGTERM { return }
        leaving()
    }
}
