import Foundation
import Synchronization
import Train

/// A clock that stands still but for pauses, which take no time of the test's; and that can be put forward.
final class FastTime: Sendable {
    private let elapsed = Mutex(Duration.zero)
    private let paused = Mutex<[Duration]>([])
    /// What happens during a pause, by its number from 0.
    private let meanwhile: @Sendable (Int) -> Duration

    /// - Parameter meanwhile: how much longer than asked for a pause takes, as a closed laptop's does.
    init(_ meanwhile: @escaping @Sendable (Int) -> Duration = { _ in .zero }) { self.meanwhile = meanwhile }

    var now: Duration { elapsed.withLock { $0 } }

    /// The pauses that were asked for.
    var pauses: [Duration] { paused.withLock { $0 } }

    var keeper: Timekeeper {
        Timekeeper(
            now: { self.now },
            date: { Date(timeIntervalSince1970: 1_000_000) + TimeInterval(self.now.components.seconds) },
            pause: { duration in
                try Task.checkCancellation()
                let number = self.paused.withLock { paused in
                    paused.append(duration)
                    return paused.count - 1
                }
                self.elapsed.withLock { $0 += duration + self.meanwhile(number) }
            }, jitter: { 1 })
    }
}
