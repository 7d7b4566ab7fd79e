import Curl
public import Foundation

/// What following needs of the world's time, in one place so that a test can live through a night in a moment.
public struct Timekeeper: Sendable {
    /// The time since any fixed start, on a clock that only goes forward.
    public var now: @Sendable () -> Duration
    /// The time of day, for what is written down.
    public var date: @Sendable () -> Date
    /// Waits.
    public var pause: @Sendable (Duration) async throws -> Void
    /// A number from 0 to 1 that spreads the looks of many followers over time.
    public var jitter: @Sendable () -> Double

    /// A timekeeper of the given parts.
    public init(
        now: @escaping @Sendable () -> Duration, date: @escaping @Sendable () -> Date = { Date() },
        pause: @escaping @Sendable (Duration) async throws -> Void,
        jitter: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.date = date
        self.pause = pause
        self.jitter = jitter
    }

    /// The machine's own clocks.
    public static var real: Timekeeper {
        let start = ContinuousClock.now
        return Timekeeper(
            now: { ContinuousClock.now - start }, pause: { try await Task.sleep(for: $0) },
            jitter: { Double.random(in: 0...1) })
    }
}

extension Backoff {
    /// Between failed requests to a trainer.
    static let trainer = Backoff(
        first: .seconds(4), longest: .seconds(30), longestAsked: .seconds(10 * 60))
}
