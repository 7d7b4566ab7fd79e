public import Store

/// The losses that were seen, by step.
public struct LossCurve: Sendable, Equatable {
    /// A loss and the step at which it was seen.
    public struct Point: Sendable, Equatable {
        /// The step.
        public let step: Int
        /// The loss, a finite number.
        public let loss: Double
    }

    /// One point a step, in the order of the steps.
    public private(set) var points: [Point] = []
    /// How often the steps went back: the run began anew or from a checkpoint. What it does a second time counts.
    public private(set) var restarts = 0
    /// Sights whose loss is no finite number: they are not drawn.
    public private(set) var invalidLosses = 0

    /// Reads a history, in the order in which it was seen.
    public init(_ observations: [JobObservation]) {
        var last: Int?
        for observation in observations {
            guard let step = observation.step else { continue }
            if let last, step < last {
                restarts += 1
                let kept = points.firstIndex { $0.step >= step } ?? points.endIndex
                points.removeSubrange(kept...)
            }
            last = step
            guard let loss = observation.loss else { continue }
            guard loss.isFinite else {
                invalidLosses += 1
                continue
            }
            if points.last?.step == step { points.removeLast() }
            points.append(Point(step: step, loss: loss))
        }
    }

    /// The mean loss of each of so many equal ranges of steps; nil for one without a point.
    func means(_ count: Int) -> [Double?] {
        guard let first = points.first?.step, let last = points.last?.step, count > 0 else { return [] }
        // Not as integers: a trainer may show any, and their difference might not fit.
        let span = max(1, Double(last) - Double(first))
        var sums: [(mean: Double, points: Double)] = Array(repeating: (0, 0), count: count)
        for point in points {
            let place = (Double(point.step) - Double(first)) / span * Double(count)
            let column = min(count - 1, max(0, Int(place)))
            // Losses beyond this are drawn alike, and their sum stays a number.
            let loss = min(1e100, max(-1e100, point.loss))
            sums[column].points += 1
            sums[column].mean += (loss - sums[column].mean) / sums[column].points
        }
        return sums.map { $0.points > 0 ? $0.mean : nil }
    }
}
