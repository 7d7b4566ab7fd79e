import Foundation

/// Pictures a second from loopback Storage into the state directory, by `lorapipe check`. The files are PNGs of the
/// sizes of pictures and of one pixel, so that the check has next to nothing to decode: what is left is the fetch.
struct PicturesBenchmark {
    private static let count = 300
    private static let name = "pictures"
    /// As many as lorapipe fetches at a time.
    private static let width = 8
    private let data: BenchmarkData
    private let program: String

    init(_ data: BenchmarkData, program: String) {
        self.data = data
        self.program = program
    }

    /// Files of 300 KB to 3 MB, each with bytes of its own.
    static func make(in data: BenchmarkData) throws {
        let folder = try data.sample(name)
        note("making \(count) files")
        var random = SystemRandomNumberGenerator()
        for number in 0..<count {
            // 7 is prime to the count: sizes change from one to the next, and all runs see the same.
            let size = 300_000 + number * 7 % count * 2_700_000 / (count - 1)
            var noise = Data(capacity: size + 8)
            while noise.count < size { withUnsafeBytes(of: random.next()) { noise.append(contentsOf: $0) } }
            let stem = "\(folder)/picture-\(number)"
            try OnePixel.png(holding: noise.prefix(size)).write(to: URL(fileURLWithPath: stem + ".png"))
            try "a caption for b3nch".write(toFile: stem + ".txt", atomically: false, encoding: .utf8)
        }
    }

    func run(_ repeats: Int) throws {
        try writeURLs()
        let file = try data.write(
            "version: 1\npull: { source: supabase, dataset: \(Self.name) }\n", "pictures.yaml")
        let files = data.path("fetched")
        let curl = "curl --config '\(data.path("pictures.curl"))'"
        print(Contest.head("pictures", "pictures"))
        try Contest(
            work: "\(Self.count) files, 300 KB to 3 MB", count: Self.count,
            contestants: [
                .init(name: "lorapipe, nothing kept yet") {
                    try data.remove("state")
                    return try check(file)
                },
                .init(name: "lorapipe again: all 304") { try check(file) },
                .init(name: "curl, then sha256sum and sync") {
                    try measureAfresh(
                        "\(curl) && find '\(files)' -type f | xargs sha256sum > '\(data.path("sums"))' && "
                            + "find '\(files)' -type f | xargs sync")
                },
                .init(name: "curl --parallel --parallel-max \(Self.width)") { try measureAfresh(curl) },
            ]
        ).run(repeats)
    }

    /// Exit code 1: all pictures are too small, which is what the check is to say.
    private func check(_ file: String) throws -> Measure {
        let report = data.path("report.json")
        let measure = try Measure(
            [program, "check", file, "--json", "--state", data.path("state")], output: report,
            errors: data.path("errors"), accepting: [1])
        let words = try String(contentsOfFile: report, encoding: .utf8)
        // What could not be fetched would have taken no time.
        guard words.components(separatedBy: "\"image-too-small\"").count == Self.count + 1 else {
            throw Trouble("not every file came: \(words.prefix(1000))")
        }
        return measure
    }

    private func measureAfresh(_ command: String) throws -> Measure {
        try data.remove("fetched")
        _ = try data.folder("fetched")
        return try Measure(["sh", "-c", command], errors: data.path("errors"))
    }

    /// The very URLs that lorapipe asks for, with the same key, as a file for curl.
    private func writeURLs() throws {
        let key = try variable("SUPABASE_SERVICE_ROLE_KEY")
        _ = try Measure(
            [
                "psql", "--no-psqlrc", "--quiet", "-d", try variable("DATABASE_URL"), "-c",
                """
                COPY (SELECT image_url FROM data JOIN datasets ON datasets.id = dataset_id
                WHERE datasets.name = '\(Self.name)') TO STDOUT
                """,
            ], output: data.path("urls"), errors: data.path("errors"))
        let urls = try String(contentsOfFile: data.path("urls"), encoding: .utf8).split(separator: "\n")
        guard urls.count == Self.count else { throw Trouble("the sandbox holds \(urls.count) pictures") }
        let transfers = urls.enumerated().map { number, url in
            """
            url = "\(url.replacing("/object/public/", with: "/object/authenticated/"))"
            output = "\(data.path("fetched"))/\(number)"
            """
        }
        let head = """
            parallel\nparallel-max = \(Self.width)\nfail\nsilent\nshow-error
            header = "apikey: \(key)"
            header = "Authorization: Bearer \(key)"

            """
        try data.write(head + transfers.joined(separator: "\n"), "pictures.curl")
    }
}
