/// Time in which the trainer was really being watched: a clock that stands still while the watcher sleeps.
///
/// A laptop that was closed for the night has neither seen the trainer away nor the job standing still.
struct ObservedTime: Sendable {
    /// How much later than asked for a look may come and still count as watching: a request may take its 60 seconds,
    /// and a busy machine its own.
    static let slack = Duration.seconds(120)

    /// The time watched so far.
    private(set) var now = Duration.zero
    /// Whether the watcher slept before the last look.
    private(set) var hasSlept = false
    private var last: Duration?

    /// Takes in the moment of a look.
    ///
    /// - Parameters:
    ///   - moment: by any clock; one that goes backwards or leaps counts as sleep.
    ///   - asked: the pause that was wanted before this look; of a sleep it alone counts.
    mutating func advance(to moment: Duration, asked: Duration) {
        let gap = moment - (last ?? moment)
        hasSlept = gap > asked + Self.slack || gap < .zero
        now += hasSlept ? asked : gap
        last = moment
    }
}
