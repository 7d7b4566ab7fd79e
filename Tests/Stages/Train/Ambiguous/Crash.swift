import Foundation
import Synchronization
import TestKit
import Train

/// Ends a submitter, once, at the moment when a fault strikes: what it left on disk by then is what the next one finds.
final class Crash: Sendable {
    private let directory: TemporaryDirectory
    private let ended = DispatchSemaphore(value: 0)
    private let state = Mutex(State())

    private struct State {
        var victim: Task<Submit.Outcome, any Error>?
        var hasStruck = false
        var isOver = false
        var failure: (any Error)?
    }

    init(_ directory: TemporaryDirectory) { self.directory = directory }

    /// Whether it came about already.
    var isOver: Bool { state.withLock { $0.isOver } }

    /// Names the one that is to end.
    func arm(_ task: Task<Submit.Outcome, any Error>) { state.withLock { $0.victim = task } }

    /// On the trainer's thread: keeps the state directory as it is now, and holds the trainer back until the submitter
    /// is gone, so that it sees and does nothing more.
    func strike() {
        let isFirst = state.withLock { state in
            defer { state.hasStruck = true }
            return !state.hasStruck
        }
        guard isFirst else { return }
        var victim: Task<Submit.Outcome, any Error>?
        // It began before it was named.
        while victim == nil {
            victim = state.withLock(\.victim)
            usleep(1000)
        }
        do {
            try FileManager.default.copyItem(
                atPath: directory.path("state"), toPath: directory.path("state-after-crash"))
        } catch {
            state.withLock { $0.failure = error }
        }
        victim?.cancel()
        ended.wait()
    }

    /// When the submitter is gone: whether it was by the crash.
    func end() -> Bool {
        let hasStruck = state.withLock { state in
            if state.hasStruck { state.isOver = true }
            return state.hasStruck
        }
        if hasStruck { ended.signal() }
        return hasStruck
    }
}
