import Synchronization
import Train

extension Timekeeper {
    /// A clock of its own that only pauses move, and that takes no time.
    static func untimed() -> Timekeeper {
        let clock = Untimed()
        return Timekeeper(
            now: { clock.now },
            pause: {
                try Task.checkCancellation()
                clock.advance(by: $0)
                await Task.yield()
            }, jitter: { 0.5 })
    }
}

private final class Untimed: Sendable {
    private let time = Mutex(Duration.zero)

    var now: Duration { time.withLock { $0 } }

    func advance(by pause: Duration) { time.withLock { $0 += pause } }
}
