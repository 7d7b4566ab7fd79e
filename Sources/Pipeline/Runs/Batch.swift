/// Runs several pieces of work, a few at a time, each to its own end: what goes wrong with one is its outcome and stops
/// no other.
public struct Batch: Sendable {
    /// How many runs may be in flight.
    public static let limits = 1...64

    private let inFlight: Int

    /// - Parameter inFlight: how many are under way at a time; within `limits`.
    public init(inFlight: Int) {
        self.inFlight = min(max(inFlight, Self.limits.lowerBound), Self.limits.upperBound)
    }

    /// Does the work on each element, in their order: the next begins when one ends. When the task is cancelled no
    /// other begins, and those under way emit their events as usual.
    ///
    /// - Returns: an outcome for each element, in their order; nil for those that were not begun.
    public func callAsFunction<Element: Sendable, Outcome: Sendable>(
        _ elements: [Element], _ work: @escaping @Sendable (Element) async -> Outcome
    ) async -> [Outcome?] {
        var outcomes = [Outcome?](repeating: nil, count: elements.count)
        await withTaskGroup(of: (Int, Outcome).self) { group in
            var next = 0
            var underWay = 0
            while true {
                while underWay < inFlight, next < elements.count, !Task.isCancelled {
                    group.addTask { [next] in (next, await work(elements[next])) }
                    next += 1
                    underWay += 1
                }
                guard let (number, outcome) = await group.next() else { return }
                outcomes[number] = outcome
                underWay -= 1
            }
        }
        return outcomes
    }
}
