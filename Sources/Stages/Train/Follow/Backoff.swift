/// How long to wait after looks that failed: pure, so that every sequence can be tested.
struct Backoff: Sendable {
    /// The first pause is half of this to all of it; each further one is twice as long.
    static let first = Duration.seconds(4)
    /// The longest pause of our own.
    static let longest = Duration.seconds(30)
    /// The longest that a trainer's own `Retry-After` is waited for.
    static let longestAsked = Duration.seconds(10 * 60)

    private(set) var failures = 0

    /// Counts a failure in, and gives the pause after it.
    ///
    /// - Parameters:
    ///   - asked: what the trainer's answer asked for; never cuts the pause short.
    ///   - jitter: 0 to 1.
    mutating func pause(asked: Duration?, jitter: Double) -> Duration {
        failures += 1
        let own = min(Self.first * (1 << min(failures - 1, 4)), Self.longest) * (0.5 + 0.5 * jitter)
        return max(own, min(asked ?? .zero, Self.longestAsked))
    }

    /// Begins anew: something answered.
    mutating func forget() { failures = 0 }
}
