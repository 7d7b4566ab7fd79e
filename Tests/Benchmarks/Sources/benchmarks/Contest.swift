import Foundation

/// The same work done by several programs in turn, A B A B, so that a drift of the machine meets all of them.
struct Contest {
    /// One of the programs.
    struct Contestant {
        let name: String
        /// Whether it does the work that is counted; only its time is told otherwise.
        var doesWork = true
        /// Runs it once; what it needs beforehand is not measured.
        let run: () throws -> Measure
    }

    /// What is counted, as in `100,000 rows`.
    let work: String
    let count: Int
    /// The one that the others are held against stands last.
    let contestants: [Contestant]
    /// Whether the table tells what was written, a piece of work.
    var tellsSize = false

    /// What came of it: of each round, a measure of each contestant in their order.
    struct Outcome {
        let rounds: [[Measure]]

        /// The median peaks in the order of the contestants.
        var peaks: [Int] {
            (rounds.first ?? []).indices.map { index in Int(rounds.map { Double($0[index].peak) }.median) }
        }

        func wall(_ index: Int) -> Double { rounds.map { $0[index].wall }.median }

        /// How many times one took as long as another, the median of the rounds.
        func ratio(_ one: Int, to other: Int) -> Double {
            rounds.map { $0[one].wall / $0[other].wall }.median
        }
    }

    /// The head of a table; `unit` is what is counted a second.
    static func head(_ title: String, _ unit: String, tellsSize: Bool = false) -> String {
        let size = tellsSize ? (" KB each |", "---|") : ("", "")
        return """
            | \(title) | by | seconds: min · median · max | \(unit)/s | CPU s | peak MB |\(size.0) × the peer's time |
            |---|---|---|---|---|---|\(size.1)---|
            """
    }

    /// Runs all, and prints their lines.
    @discardableResult
    func run(_ repeats: Int) throws -> Outcome {
        var rounds: [[Measure]] = []
        for round in 1...repeats {
            note("\(work): round \(round) of \(repeats)")
            rounds.append(try contestants.map { try $0.run() })
        }
        for (index, contestant) in contestants.enumerated() {
            let own = rounds.map { $0[index] }
            let wall = own.map(\.wall).sorted()
            let ratios = rounds.map { $0[index].wall / ($0.last?.wall ?? 1) }
            let size = own.map { Double($0.written) / Double(count) }.median / 1000
            var cells = [
                index == 0 ? work : "", contestant.name,
                [wall[0], wall.median, wall[wall.count - 1]].map { $0.text(2) }.joined(separator: " · "),
                contestant.doesWork ? (Double(count) / wall.median).text(0) : "",
                own.map(\.processor).median.text(2),
                (own.map { Double($0.peak) }.median / 1_000_000).text(0),
            ]
            if tellsSize { cells.append(size > 0 ? size.text(0) : "") }
            cells.append(
                index == contestants.count - 1 ? "1" : ratios.median.text(2))
            print("| " + cells.joined(separator: " | ") + " |")
        }
        fflush(nil)
        return Outcome(rounds: rounds)
    }
}

/// Says how far it is, where nobody reads figures from.
func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

extension [Double] {
    var median: Double {
        let sorted = sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}

extension Double {
    func text(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}
