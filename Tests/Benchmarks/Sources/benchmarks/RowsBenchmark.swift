import Foundation

/// Rows a second from each kind of source, until the last one is in the run's table: `lorapipe datasets show --rows 1`, which reads
/// all rows and shows one.
struct RowsBenchmark {
    private static let sizes = [10_000, 100_000]
    /// Two files a row: more would measure the file system.
    private static let folderSize = 10_000
    /// How many rows the sandbox's REST service gives at a time; the hosted one's default.
    private static let page = 1000
    private let data: BenchmarkData
    private let program: String

    init(_ data: BenchmarkData, program: String) {
        self.data = data
        self.program = program
    }

    /// Rows without pictures, with captions of about 200 bytes: datasets for the sandbox, and folders of both kinds.
    static func make(in data: BenchmarkData) throws {
        for size in sizes {
            note("making \(size) rows")
            let rows = (1...size).lazy.map {
                #"{"image_name":"picture-\#($0).png","image_url":"","caption":"\#(caption($0))"}"#
            }
            _ = try data.sample("rows-\(size)", extraRows: rows.joined(separator: ","))
            _ = try data.folder("listed-\(size)")
            let lines = (1...size).lazy.map {
                #"{"file_name":"picture-\#($0).png","text":"\#(caption($0))"}"#
            }
            try data.write(lines.joined(separator: "\n"), "listed-\(size)/metadata.jsonl")
        }
        _ = try data.folder("folder-\(folderSize)")
        for number in 1...folderSize {
            try data.write("", "folder-\(folderSize)/picture-\(number).png")
            try data.write(caption(number), "folder-\(folderSize)/picture-\(number).txt")
        }
    }

    private static func caption(_ number: Int) -> String {
        String(repeating: "a caption of some length ", count: 8) + "\(number)"
    }

    func run(_ repeats: Int) throws {
        print(Contest.head("rows", "rows"))
        var growth: [String] = []
        for (name, sizes, open) in sources {
            var peaks: [Int] = []
            for size in sizes {
                let (pipeline, peer) = try open(size)
                let contest = Contest(
                    work: "\(name), \(size)", count: size, contestants: [try lorapipe(pipeline), peer])
                peaks.append(try contest.run(repeats).peaks[0])
            }
            guard peaks.count == 2 else { continue }
            growth.append("\(name) \((100 * (Double(peaks[1]) / Double(peaks[0]) - 1)).text(1)) %")
        }
        let words = growth.joined(separator: ", ")
        print("\nGrowth of lorapipe's peak memory from 10,000 to 100,000 rows: \(words).\n")
    }

    private typealias Source = (
        name: String, sizes: [Int], open: (Int) throws -> (pipeline: String, peer: Contest.Contestant)
    )

    private var sources: [Source] {
        [
            ("supabase", Self.sizes, database), ("supabase-rest", Self.sizes, rest),
            ("folder, metadata.jsonl", Self.sizes, metadata),
            ("folder, captions beside", [Self.folderSize], captions),
        ]
    }

    private func lorapipe(_ pipeline: String) throws -> Contest.Contestant {
        let file = try data.write("version: 1\n\(pipeline)\n", "rows.yaml")
        return .init(name: "lorapipe") {
            try Measure(
                [program, "datasets", "show", file, "--rows", "1", "--json", "--state", data.path("state")],
                errors: data.path("errors"))
        }
    }

    private func database(_ size: Int) -> (String, Contest.Contestant) {
        let rows = """
            SELECT id, image_name, image_url, caption, created_at FROM data WHERE dataset_id = \(id(size)) \
            ORDER BY created_at, id
            """
        let peer = Contest.Contestant(name: "psql, COPY TO STDOUT") {
            try psql("COPY (\(rows)) TO STDOUT", "copied")
        }
        return ("pull: { source: supabase, dataset: rows-\(size) }", peer)
    }

    /// The peer asks for the same pages, with one connection; where each begins is looked up beforehand.
    private func rest(_ size: Int) throws -> (String, Contest.Contestant) {
        _ = try psql(
            """
            COPY (SELECT dataset_id, id FROM (SELECT dataset_id, id, row_number() OVER (ORDER BY id) AS n
            FROM data WHERE dataset_id = \(id(size))) AS t WHERE n % \(Self.page) = 0 ORDER BY id) TO STDOUT
            """, "borders")
        let borders = try String(contentsOfFile: data.path("borders"), encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: "\t") }
        let url = try variable("SUPABASE_URL")
        let key = try variable("SUPABASE_SERVICE_ROLE_KEY")
        let dataset = borders.first?[0] ?? ""
        let config = ([""] + borders.map { "&id=gt.\($0[1])" }).enumerated().map { number, border in
            """
            url = "\(url)/rest/v1/data?select=id,image_name,image_url,caption,created_at&dataset_id=eq.\(dataset)\
            \(border)&order=id.asc&limit=\(Self.page)"
            header = "apikey: \(key)"
            header = "Authorization: Bearer \(key)"
            \(number == 0 ? "header = \"Prefer: count=exact\"\n" : "")output = "\(data.path("page"))"
            fail\nsilent\nshow-error
            """
        }
        try data.write(config.joined(separator: "\nnext\n"), "pages.curl")
        let peer = Contest.Contestant(name: "curl, the same pages") {
            try Measure(["curl", "--config", data.path("pages.curl")], errors: data.path("errors"))
        }
        return ("pull: { source: supabase-rest, dataset: rows-\(size) }", peer)
    }

    private func captions(_ size: Int) -> (String, Contest.Contestant) {
        let folder = data.path("folder-\(size)")
        let peer = Contest.Contestant(name: "find -exec cat") {
            try Measure(
                ["find", folder, "-name", "*.txt", "-exec", "cat", "{}", "+"],
                output: data.path("captions"), errors: data.path("errors"))
        }
        return ("pull: { source: folder, path: \"\(folder)\", trigger: b3nch }", peer)
    }

    private func metadata(_ size: Int) -> (String, Contest.Contestant) {
        let folder = data.path("listed-\(size)")
        let script = """
            import json, sys
            rows = [json.loads(line) for line in open(sys.argv[1])]
            for row in sorted(rows, key=lambda row: row["file_name"]): print(json.dumps(row))
            """
        let peer = Contest.Contestant(name: "Python's json and sorted") {
            try Measure(
                ["python3", "-c", script, folder + "/metadata.jsonl"], output: data.path("listed"),
                errors: data.path("errors"))
        }
        return ("pull: { source: folder, path: \"\(folder)\", trigger: b3nch }", peer)
    }

    private func id(_ size: Int) -> String { "(SELECT id FROM datasets WHERE name = 'rows-\(size)')" }

    private func psql(_ statement: String, _ output: String) throws -> Measure {
        try Measure(
            ["psql", "--no-psqlrc", "--quiet", "-d", try variable("DATABASE_URL"), "-c", statement],
            output: data.path(output), errors: data.path("errors"))
    }
}

/// One of the variables that the sandbox sets.
func variable(_ name: String) throws -> String {
    guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
        throw Trouble("\(name) is not set: run it by the script run, inside a sandbox")
    }
    return value
}
