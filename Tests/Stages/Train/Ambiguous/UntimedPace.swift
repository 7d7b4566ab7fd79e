import Synchronization
import Train

extension Pace {
    /// A clock of its own that only pauses move, and that takes no time.
    static func untimed() -> Pace {
        let clock = Untimed()
        return Pace(
            now: { clock.now },
            pause: {
                try Task.checkCancellation()
                clock.advance(by: $0)
                await Task.yield()
            })
    }
}

private final class Untimed: Sendable {
    private let time = Mutex(Duration.zero)

    var now: Duration { time.withLock { $0 } }

    func advance(by pause: Duration) { time.withLock { $0 += pause } }
}
