import Foundation

/// What an export holds in memory when there are a hundred times as many pictures, and what a second one takes.
struct MemoryBenchmark {
    /// The two that are held against each other, small pictures that prepare quickly.
    private static let sizes = [100, 10_000]
    private let data: BenchmarkData
    private let program: String

    init(_ data: BenchmarkData, program: String) {
        self.data = data
        self.program = program
    }

    /// One export into an empty state directory and one more of each, on two cores.
    func run() throws {
        print("| memory | export | seconds | pictures/s | peak MB, the largest process | peak MB, all |")
        print("|---|---|---|---|---|---|")
        var runs: [[Run]] = []
        for size in Self.sizes {
            runs.append(try measure("\(size) small pictures", data.kept("small/\(size)"), side: 512, size))
        }
        let photographs = data.kept("made/photographs")
        let count = try FileManager.default.contentsOfDirectory(atPath: photographs).filter {
            $0.hasSuffix("jpg")
        }
        .count
        let large = try measure("\(count) photographs", photographs, side: 1024, count)
        let growth = [("cold", 0), ("warm", 1)].map { name, index in
            let (few, many) = (runs[0][index], runs[1][index])
            let one = 100 * (Double(many.own.peak) / Double(few.own.peak) - 1)
            let all = 100 * (Double(many.allPeak) / Double(few.allPeak) - 1)
            return "\(name) \(one.text(1)) % (all processes \(all.text(1)) %)"
        }
        print(
            "\nGrowth of the peak from \(Self.sizes[0]) to \(Self.sizes[1]) pictures: "
                + growth.joined(separator: ", ") + ".")
        let shares = [("small pictures", runs[1]), ("photographs", large)].map { name, runs in
            "\((100 * runs[1].own.wall / runs[0].own.wall).text(1)) % for the \(name)"
        }
        print("A warm export takes of a cold one's time: \(shares.joined(separator: ", ")).\n")
        fflush(nil)
    }

    private struct Run {
        let own: Measure
        let allPeak: Int
    }

    private func measure(_ work: String, _ folder: String, side: Int, _ count: Int) throws -> [Run] {
        note("\(work): exporting")
        var export = try ExportUnderTest(data, program: program, folder: folder, format: "jpeg", side: side)
        export.before = ["taskset", "-c", "0,1"]
        try data.remove("state")
        return try [("cold", count), ("warm", 0)].map { name, making in
            let watch = MemoryWatch()
            let own = try export.measure(making: making)
            let run = Run(own: own, allPeak: watch.stop())
            let cells = [
                name == "cold" ? work : "", name, own.wall.text(2), (Double(count) / own.wall).text(0),
                (Double(own.peak) / 1_000_000).text(0), (Double(run.allPeak) / 1_000_000).text(0),
            ]
            print("| " + cells.joined(separator: " | ") + " |")
            fflush(nil)
            return run
        }
    }
}
