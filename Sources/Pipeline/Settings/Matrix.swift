/// The settings in which the runs of one pipeline file differ, each with its values in turn.
struct Matrix: Sendable, Equatable {
    /// How many runs a matrix may have: more is a slip of the hand, and each costs hours.
    static let limit = 100

    /// One setting, and the values that it takes.
    struct Axis: Sendable, Equatable {
        let path: String
        let values: [Value]
    }

    /// A value as it stands in the file, its variables replaced only in `expanded`.
    struct Value: Sendable, Equatable {
        let text: String
        let expanded: String
        /// The line, from 1.
        let line: Int?
    }

    /// One setting's value in one run.
    struct Choice: Sendable, Equatable {
        let path: String
        /// Which of the axis' values, from 0.
        let number: Int
        let value: Value
        /// Whether the axis has others.
        let varies: Bool
    }

    var axes: [Axis] = []

    /// How many runs there are: one where nothing is listed; `Int.max` where they can't be counted.
    var count: Int {
        axes.reduce(1) { count, axis in
            let (product, overflows) = count.multipliedReportingOverflow(by: axis.values.count)
            return overflows ? .max : product
        }
    }

    /// Every combination; the first axis changes slowest. Only for a matrix within the limit.
    var combinations: [[Choice]] {
        axes.reduce([[]]) { combinations, axis in
            combinations.flatMap { combination in
                axis.values.enumerated().map { number, value in
                    combination + [
                        Choice(
                            path: axis.path, number: number, value: value, varies: axis.values.count > 1)
                    ]
                }
            }
        }
    }
}
