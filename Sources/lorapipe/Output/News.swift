/// Says when a log that shows no bar should have a line again: a long wait without one looks like a hang.
struct News {
    /// The longest time without a line, as long as something happens at all.
    static let interval = Duration.seconds(60)

    private var last: ContinuousClock.Instant

    /// Nothing was told before this moment.
    init(since start: ContinuousClock.Instant) { last = start }

    /// A line was told.
    mutating func wasTold(at now: ContinuousClock.Instant) { last = now }

    /// Whether the interval has passed since the last line.
    func isDue(at now: ContinuousClock.Instant) -> Bool { now - last >= Self.interval }
}
