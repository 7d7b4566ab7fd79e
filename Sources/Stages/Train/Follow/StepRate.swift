/// How long steps take, from the last sights between which there was one.
struct StepRate: Sendable {
    /// How many sights count as recent: enough to even out looks every two seconds, few enough to follow a run that
    /// slows down.
    static let memory = 50
    /// A step count that no run has.
    static let absurd = 1_000_000_000

    private var samples: [(time: Duration, steps: Int)] = []
    private var last: (at: Duration, step: Int)?

    /// How many sights gave a time.
    var timed: Int { samples.count }

    /// The mean time of a recent step; nil before two sights differ.
    var perStep: Duration? {
        let steps = samples.reduce(0) { $0 + $1.steps }
        return steps > 0 ? samples.reduce(.zero) { $0 + $1.time } / steps : nil
    }

    /// The slowest of the recent steps. Several between two sights share their time.
    var slowest: Duration? { samples.map { $0.time / $0.steps }.max() }

    /// Takes in the step shown at a moment. One that is lower than before starts anew: what came before says nothing
    /// of the run now.
    mutating func note(_ step: Int, at now: Duration) {
        guard (0...Self.absurd).contains(step) else { return }
        if let last {
            if step == last.step { return }
            if step > last.step { samples.append((now - last.at, step - last.step)) } else { samples = [] }
            if samples.count > Self.memory { samples.removeFirst() }
        }
        last = (now, step)
    }

    /// Leaves out the time until the next observation: nobody watched.
    mutating func skip() { last = nil }
}
