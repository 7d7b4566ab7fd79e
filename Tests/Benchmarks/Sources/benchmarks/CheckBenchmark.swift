import Foundation

/// Pictures a second from a folder, by `lorapipe check` and by CleanVision with its default rules; and what is left of
/// that when nothing is done but looking, or decoding.
struct CheckBenchmark {
    private let data: BenchmarkData
    private let program: String

    init(_ data: BenchmarkData, program: String) {
        self.data = data
        self.program = program
    }

    /// Pictures by a script: what CleanVision brings along makes them in a minute.
    static func make(in data: BenchmarkData) throws {
        note("making pictures for the check")
        let folder = try data.folder("check")
        _ = try Measure([python, peers + "make_pictures.py", folder], errors: data.path("errors"))
    }

    /// Relative to the project's root, where the script `run` starts all.
    private static let python = ".build-python/bin/python"
    private static let peers = "Tests/Benchmarks/peers/"

    func run(_ repeats: Int) throws {
        let files = try pictures(in: "mixed")
        let pipeline = try pipeline(of: "mixed")
        let bytes = try files.reduce(0) { try $0 + size(of: $1) }
        try writeRequests(files)
        // Its first start ever makes a list of fonts.
        _ = try cleanVision([])
        print(Contest.head("check", "pictures"))
        try Contest(
            work: "\(files.count) pictures, \(bytes / 1_000_000) MB", count: files.count,
            contestants: [
                .init(name: "lorapipe check, nothing kept yet") {
                    try data.remove("state")
                    return try check(pipeline, opening: files.count)
                },
                .init(name: "lorapipe check again") { try check(pipeline, opening: 0) },
                .init(name: "its looking alone, in two processes") { try look(files.count) },
                .init(name: "Pillow's decoding alone, in two processes") {
                    try measure([Self.python, Self.peers + "decode.py"] + files, output: "decoded")
                },
                .init(name: "CleanVision, its start alone", doesWork: false) { try cleanVision([]) },
                .init(name: "CleanVision in one process") {
                    try cleanVision([data.path("check/mixed"), "1"])
                },
                .init(name: "CleanVision") { try cleanVision([data.path("check/mixed")]) },
            ]
        ).run(repeats)
        try data.remove("state")
        _ = try lorapipe(try self.pipeline(of: "planted"), accepting: [0, 1])
        _ = try cleanVision([data.path("check/planted")])
        try PlantedPictures(
            names: pictures(in: "planted").map { ($0 as NSString).lastPathComponent },
            report: Data(contentsOf: URL(fileURLWithPath: data.path("report.json"))),
            cleanVision: String(contentsOfFile: data.path("issues"), encoding: .utf8)
        ).show()
    }

    private func pictures(in folder: String) throws -> [String] {
        let folder = data.path("check/\(folder)")
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasSuffix(".txt") }
            .sorted().map { "\(folder)/\($0)" }
    }

    private func size(of path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.size] as? Int) ?? 0
    }

    private func pipeline(of folder: String) throws -> String {
        try data.write(
            """
            version: 1
            pull: { source: folder, path: "\(data.path("check/" + folder))", trigger: b3nch }

            """, "check-\(folder).yaml")
    }

    private func check(_ pipeline: String, opening count: Int) throws -> Measure {
        let measure = try lorapipe(pipeline, accepting: [0])
        let words = try String(contentsOfFile: data.path("errors"), encoding: .utf8)
        // Otherwise another thing was measured than the table says.
        guard words.contains(" \(count) picture(s) opened") else {
            throw Trouble("not \(count) pictures were opened: \(words.suffix(1000))")
        }
        return measure
    }

    private func lorapipe(_ pipeline: String, accepting: Set<Int32>) throws -> Measure {
        try measure(
            [program, "check", pipeline, "--json", "--state", data.path("state")], output: "report.json",
            accepting: accepting)
    }

    /// What `check` asks of the processes that decode for it, every second picture by one of two.
    private func writeRequests(_ files: [String]) throws {
        for half in 0...1 {
            let lines = try stride(from: half, to: files.count, by: 2).map {
                #"{"path":"\#(files[$0])","bytes":\#(try size(of: files[$0]))}"#
            }
            try data.write(lines.joined(separator: "\n") + "\n", "requests-\(half)")
        }
    }

    private func look(_ count: Int) throws -> Measure {
        let halves = (0...1).map { half in
            "'\(program)' look < '\(data.path("requests-\(half)"))' | cat > '\(data.path("seen-\(half)"))' &"
        }
        let measure = try measure(["sh", "-c", halves.joined(separator: " ") + " wait"], output: "looked")
        let seen = try (0...1).map { try String(contentsOfFile: data.path("seen-\($0)"), encoding: .utf8) }
            .joined()
        guard seen.components(separatedBy: #""width""#).count == count + 1 else {
            throw Trouble("not every picture was looked at: \(seen.prefix(1000))")
        }
        return measure
    }

    private func cleanVision(_ arguments: [String]) throws -> Measure {
        try measure(
            ["env", "MPLCONFIGDIR=\(data.path("fonts"))", Self.python, Self.peers + "find_issues.py"]
                + arguments,
            output: "issues")
    }

    private func measure(
        _ command: [String], output: String, accepting: Set<Int32> = [0]
    ) throws -> Measure {
        try Measure(
            command, output: data.path(output), errors: data.path("errors"), accepting: accepting)
    }
}
