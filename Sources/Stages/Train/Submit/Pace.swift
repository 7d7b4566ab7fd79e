/// The time that waiting takes: the machine's, or a test's.
public struct Pace: Sendable {
    /// The time since some fixed moment; goes forward only, also while the machine sleeps.
    public let now: @Sendable () -> Duration
    /// Waits.
    public let pause: @Sendable (Duration) async throws -> Void

    /// A pace of one's own.
    public init(
        now: @escaping @Sendable () -> Duration, pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.pause = pause
    }

    /// The machine's.
    public static var real: Pace {
        let start = ContinuousClock.now
        return Pace(now: { ContinuousClock.now - start }, pause: { try await Task.sleep(for: $0) })
    }
}
