import TestKit
import Testing

/// One way in which the answer to a submission gets lost, with all that may stand around it.
struct AmbiguousCase: Sendable, CustomTestStringConvertible {
    let fault: PostFault
    let list: ListLook
    /// What the next requests for the list get once the fault has struck.
    let failures: [ListHabits.Failure]
    let dialect: ContraryTrainer.Dialect
    /// Whether the submitter ends, without another word, at the moment when the fault strikes, and another one goes on
    /// from what it left on disk.
    let crashes: Bool
    let honoursKeys: Bool

    var testDescription: String {
        "\(fault), list \(list.name), \(failures), \(dialect)" + (crashes ? ", crash" : "")
            + (honoursKeys ? ", keys" : "")
    }

    /// How a trainer shows its jobs.
    struct ListLook: Sendable {
        let name: String
        let habits: @Sendable (inout ContraryHabits) -> Void

        init(_ name: String, _ habits: @escaping @Sendable (inout ContraryHabits) -> Void) {
            (self.name, self.habits) = (name, habits)
        }
    }

    /// Lists from which a job that is there can be told.
    static let lists = [
        ListLook("bare") { $0.shows = [] },
        ListLook("full, strangers coming") {
            $0.list.strangers = 3
            $0.list.arrivals = 2
            $0.list.isNewestFirst = true
        },
        ListLook("names alone, doubled, strangers coming") {
            $0.shows = [.outputName]
            $0.list.arrivals = 1
            $0.list.doubles = true
        },
        ListLook("paths alone, strangers coming") {
            $0.shows = [.outputPath]
            $0.list.strangers = 1
            $0.list.arrivals = 1
        },
        ListLook("counts and times, numbered ids") {
            $0.shows = [.imageCount, .createdAt]
            $0.numbersJobs = true
            $0.list.strangers = 2
            $0.list.arrivals = 1
            $0.list.isNewestFirst = true
        },
        ListLook("stale") {
            $0.list.staleFor = 2
            $0.list.strangers = 1
            $0.list.otherEnvelope = true
        },
    ]

    private static let starts: [PostFault.Start] = [.none, .now]
    private static let words: [PostFault.Words] = [
        .status(500), .page(502), .status(503), .page(504), .page(200), .emptyObject, .nullID, .nothing,
    ]

    /// Every position at which a fault can strike.
    static let faults: [PostFault] =
        [.closedBeforeHead, .closedBeforeBody, .refusedBeforeBody(503), .refusedBeforeBody(502)]
        + [1, 70_000, 262_144, 400_000].map { .closedInBody(after: $0) }
        + starts.flatMap { start in
            [.closed(start), .reset(start), .silent(start, .milliseconds(5))]
                + [.restarted(start, forgetting: false)] + words.map { .answered(start, $0) }
                + PostFault.CutPlace.allCases.map { .cut(start, $0) }
        }
        + [.closed(.late(lists: 1)), .closed(.late(lists: 2)), .answered(.late(lists: 1), .page(504))]
        + PostFault.Shape.allCases.map { .shaped($0) } + [.slow(.milliseconds(5))]

    private static let failures: [[ListHabits.Failure]] = [
        [], [.error], [], [.close, .page], [], [.cut, .emptyObject, .error],
    ]

    /// Each fault with each list, with and without a crash; the rest comes round in turn.
    static let all: [AmbiguousCase] = faults.enumerated().flatMap { row, fault in
        lists.enumerated().flatMap { column, list in
            [false, true].map { crashes in
                AmbiguousCase(
                    fault: fault, list: list, failures: failures[(row + 2 * column) % failures.count],
                    dialect: (row + column).isMultiple(of: 2) ? .plain : .wrapper, crashes: crashes,
                    honoursKeys: (row + column) % 3 == 0)
            }
        }
    }
}
