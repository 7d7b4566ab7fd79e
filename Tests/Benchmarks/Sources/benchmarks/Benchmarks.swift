import Foundation

/// `benchmarks make DATA …` makes what is measured with; `benchmarks measure DATA PROGRAM …` measures, rows and
/// pictures inside a sandbox that was filled with it. The script `run` calls both.
@main
enum Benchmarks {
    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        let command = arguments.isEmpty ? "" : arguments.removeFirst()
        let places = Array(arguments.prefix(command == "measure" ? 2 : 1))
        let choice = try Choice(arguments.dropFirst(places.count))
        switch (command, places.count) {
        case ("make", 1):
            let data = BenchmarkData(places[0])
            _ = try data.folder("")
            if choice.rows { try RowsBenchmark.make(in: data) }
            if choice.pictures { try PicturesBenchmark.make(in: data) }
            if choice.check { try CheckBenchmark.make(in: data) }
            if choice.table { try TableBenchmark.make(in: data) }
        case ("measure", 2):
            let data = BenchmarkData(places[0])
            if choice.rows { try RowsBenchmark(data, program: places[1]).run(choice.repeats) }
            if choice.pictures { try PicturesBenchmark(data, program: places[1]).run(choice.repeats) }
            if choice.check { try CheckBenchmark(data, program: places[1]).run(choice.repeats) }
            if choice.prepare { try PrepareBenchmark(data, program: places[1]).run(choice.repeats) }
            if choice.quality { try QualityBenchmark(data, program: places[1]).run() }
            if choice.table {
                try TableBenchmark(data, program: places[1], against: choice.against).run(choice.repeats)
            }
            if choice.memory { try MemoryBenchmark(data, program: places[1]).run() }
        default: throw Trouble("benchmarks make DATA | benchmarks measure DATA PROGRAM; see the script run")
        }
    }
}

/// What the command line asks for.
struct Choice {
    private(set) var rows = false
    private(set) var pictures = false
    private(set) var check = false
    private(set) var prepare = false
    private(set) var quality = false
    private(set) var memory = false
    private(set) var table = false
    /// Another build of the program.
    private(set) var against: String?
    private(set) var repeats = 5

    init(_ arguments: ArraySlice<String>) throws {
        var rest = arguments
        while let word = rest.popFirst() {
            switch word {
            case "rows": rows = true
            case "pictures": pictures = true
            case "check": check = true
            case "prepare": prepare = true
            case "quality": quality = true
            case "memory": memory = true
            case "table": table = true
            case "--against":
                guard let path = rest.popFirst() else { throw Trouble("--against takes a program") }
                against = path
            case "--repeats":
                guard let number = rest.popFirst().flatMap({ Int($0) }), number > 0 else {
                    throw Trouble("--repeats takes a number above 0")
                }
                repeats = number
            default: throw Trouble("\(word)? There are \(Self.words) and --repeats N")
            }
        }
        if ![rows, pictures, check, prepare, quality, memory, table].contains(true) {
            (rows, pictures, check, prepare, quality, memory, table) = (
                true, true, true, true, true, true, true
            )
        }
    }

    private static let words = "rows, pictures, check, prepare, quality, memory, table, --against PROGRAM"
}

/// Why nothing could be measured.
struct Trouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Where the benchmark's own files lie.
struct BenchmarkData {
    let directory: String

    init(_ directory: String) { self.directory = directory }

    func path(_ name: String) -> String { directory + "/" + name }

    /// What takes long to make and is the same each time outlives a run: the script `run` made it, beside the data.
    func kept(_ name: String) -> String {
        (directory as NSString).deletingLastPathComponent + "/kept/" + name
    }

    /// Makes a folder, and those above it.
    func folder(_ name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
        return path(name)
    }

    /// The folder that a sandbox is filled from; its rows come from `dataset.json`.
    func sample(_ name: String, extraRows: String = "") throws -> String {
        let folder = try folder("samples/\(name)")
        try write(
            #"{"name":"\#(name)","trigger":"b3nch","extra_rows":[\#(extraRows)]}"#,
            "samples/\(name)/dataset.json")
        return folder
    }

    @discardableResult
    func write(_ text: String, _ name: String) throws -> String {
        try text.write(toFile: path(name), atomically: false, encoding: .utf8)
        return path(name)
    }

    func remove(_ name: String) throws {
        let path = path(name)
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
    }
}
