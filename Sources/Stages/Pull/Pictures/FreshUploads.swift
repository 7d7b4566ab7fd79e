import Dataset
import Foundation
import Synchronization

/// Gives uploads of a moment ago time to appear: a fresh object can be missing, or its URL time out, at first
/// (supabase#36222). The time is the run's, not each picture's, so that a thousand wrong names cost no more.
final class FreshUploads: Sendable {
    /// How old a row may be for its picture to count as fresh.
    private static let age: TimeInterval = 900
    private let patience: Duration
    private let deadline = Mutex<ContinuousClock.Instant?>(nil)
    private let emit: @Sendable (String) -> Void

    /// - Parameters:
    ///   - patience: how long the run waits in all, from the first picture that is not there yet.
    ///   - emit: receives a sentence once, when the waiting begins.
    init(patience: Duration, emit: @escaping @Sendable (String) -> Void = { _ in }) {
        self.patience = patience
        self.emit = emit
    }

    /// How long the run waits in all.
    var words: String { "waited \(patience.components.seconds) s for the fresh upload" }

    /// Whether a row was made so lately that its picture may still be on its way.
    static func isFresh(_ row: DatasetRow, now: Date = .now) -> Bool {
        guard let made = row.createdAt.flatMap(Timestamp.init) else { return false }
        let seconds = now.timeIntervalSince1970 - Double(made.microseconds) / 1_000_000
        return abs(seconds) < age
    }

    /// How long to wait before asking again; nil once the run's time is over.
    func pause(after tries: Int) -> Duration? {
        let now = ContinuousClock.now
        let (end, isFirst) = deadline.withLock { deadline in
            let isFirst = deadline == nil
            let end = deadline ?? now + patience
            deadline = end
            return (end, isFirst)
        }
        if isFirst, patience > .zero {
            emit(
                "a picture of a row made just now is not there yet: waiting for such uploads, "
                    + "\(patience.components.seconds) s at most in all")
        }
        guard now < end else { return nil }
        return min(.seconds(min(8, 1 << min(tries, 3))), end - now)
    }
}
