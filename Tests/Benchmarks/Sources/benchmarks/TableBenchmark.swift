import Foundation

/// What the table of a run takes: a million rows of a folder and 100,000 of PostgreSQL pulled, 20,000 rows packed, and a
/// check that finds more than a million things. With `--against`, another build of the program does the same in turn.
struct TableBenchmark {
    private static let (million, many) = (1_000_000, 100_000)
    /// Rows that are packed, and rows with five findings each.
    private static let (packed, found) = (20_000, 250_000)
    /// Pictures that the packed rows share, so that the time is the table's and the payload's.
    private static let pictures = 20
    private let data: BenchmarkData
    private let programs: [(name: String, path: String)]

    init(_ data: BenchmarkData, program: String, against: String?) {
        self.data = data
        programs = [("lorapipe", program)] + (against.map { [("the other build", $0)] } ?? [])
    }

    /// A folder whose pictures are not there, one with few pictures and many rows, and a dataset for the sandbox.
    static func make(in data: BenchmarkData) throws {
        note("making \(million) and \(many) rows")
        try list(million, in: "table-million", data) { "picture-\($0).png" }
        try list(packed, in: "table-packed", data) { "picture-\($0 % pictures).png" }
        // Without its picture and trigger word, untrimmed, with markup and wrongly decoded.
        try list(found, in: "table-found", data, caption: { "  a <b>boat</b> number \($0), cafÃ© " }) {
            "picture-\($0).png"
        }
        for number in 0..<pictures {
            let noise = Data("\(number)".utf8)
            try OnePixel.png(holding: noise).write(
                to: URL(fileURLWithPath: data.path("table-packed/picture-\(number).png")))
        }
        let rows = (1...many).lazy.map {
            #"{"image_name":"picture-\#($0).png","image_url":"","caption":"\#(caption($0))"}"#
        }
        _ = try data.sample("table-\(many)", extraRows: rows.joined(separator: ","))
    }

    private static func list(
        _ count: Int, in folder: String, _ data: BenchmarkData, caption: (Int) -> String = Self.caption,
        _ file: (Int) -> String
    ) throws {
        _ = try data.folder(folder)
        let lines = (1...count).map { #"{"file_name":"\#(file($0))","text":"\#(caption($0))"}"# }
        try data.write(lines.joined(separator: "\n"), "\(folder)/metadata.jsonl")
    }

    private static func caption(_ number: Int) -> String {
        String(repeating: "a caption of some length ", count: 8) + "\(number)"
    }

    func run(_ repeats: Int) throws {
        print(Contest.head("table", "rows"))
        let million = "pull: { source: folder, path: \"\(data.path("table-million"))\", trigger: caption }"
        try contest("pull, folder with metadata.jsonl", Self.million, repeats) { number in
            ["datasets", "show", try pipeline(million, number), "--rows", "1", "--json"]
        }
        try contest("pull, PostgreSQL", Self.many, repeats) { number in
            let file = try pipeline("pull: { source: supabase, dataset: table-\(Self.many) }", number)
            return ["datasets", "show", file, "--rows", "1", "--json"]
        }
        let many = """
            pull: { source: folder, path: "\(data.path("table-packed"))", trigger: caption }
            prepare: { resolution: 512, upscale: allow }
            """
        // The first export of each is not measured: it prepares the pictures.
        for number in programs.indices {
            try measure(
                number, ["export", try pipeline(many, number), "--skip-errors", "--out", out(number)])
        }
        try contest("check, prepare and pack again", Self.packed, repeats) { number in
            try data.remove("packed-\(number)")
            return ["export", try pipeline(many, number), "--skip-errors", "--out", out(number), "--json"]
        }
        let found = "pull: { source: folder, path: \"\(data.path("table-found"))\", trigger: h4rbour }"
        try contest("check, five findings a row", Self.found, repeats, accepting: [1]) { number in
            ["check", try pipeline(found, number), "--json"]
        }
        let report = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(fileURLWithPath: data.path("output-0"))))
        let summary = (report as? [String: Any])?["summary"] as? [String: Int] ?? [:]
        let findings = ["errors", "warnings", "notes"].compactMap { summary[$0] }.reduce(0, +)
        guard findings >= Self.million else { throw Trouble("the check found only \(findings)") }
        print("\nThe check made \(findings) findings.\n")
        fflush(nil)
    }

    private func out(_ number: Int) -> String { data.path("packed-\(number)") }

    private func pipeline(_ text: String, _ number: Int) throws -> String {
        try data.write("version: 1\n\(text)\n", "table-\(number).yaml")
    }

    @discardableResult
    private func measure(_ number: Int, _ arguments: [String], accepting: Set<Int32> = [0]) throws -> Measure
    {
        try Measure(
            [programs[number].path] + arguments + ["--state", data.path("table-state-\(number)")],
            output: data.path("output-\(number)"), errors: data.path("errors"), accepting: accepting)
    }

    private func contest(
        _ work: String, _ count: Int, _ repeats: Int, accepting: Set<Int32> = [0],
        _ arguments: @escaping (Int) throws -> [String]
    ) throws {
        let contestants = programs.indices.map { number in
            Contest.Contestant(name: programs[number].name) {
                try measure(number, arguments(number), accepting: accepting)
            }
        }
        try Contest(work: "\(work), \(count)", count: count, contestants: contestants).run(repeats)
    }
}
