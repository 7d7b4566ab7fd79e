import Dataset
import TestKit
import Testing

@testable import Store

/// What check and prepare add to the table of a run.
@Suite struct RunResultsTests {
    private let directory: TemporaryDirectory
    private let store: Store

    init() throws {
        directory = try TemporaryDirectory("results")
        store = try Store(at: directory.path("state"))
    }

    private func checked(_ number: Int) -> CheckedRow {
        // `!`: the size has pixels.
        let plan = CropPlan(Recipe(), from: PixelSize(width: number + 1, height: 2))!
        return CheckedRow(
            position: Int64(number),
            row: DatasetRow(
                id: "\(number)", name: "é", image: "i",
                caption: number % 3 == 0 ? nil : String(repeating: "c\n", count: number % 100),
                focus: number % 4 == 0 ? "0.5,0.3" : nil),
            image: SourceImage(digest: Digest.of("\(number)"), bytes: Int64(number)),
            facts: ImageFacts(
                format: .webp, width: number, height: 2, orientation: 6, bands: 4, bitsPerBand: 16,
                hasAlpha: number % 2 == 0, isCMYK: number % 2 == 1, hasProfile: true, isSRGB: number % 5 == 0,
                profileName: number % 2 == 0 ? "n" : nil, profileFault: number % 3 == 0 ? "f" : nil,
                unusedColours: number % 5 == 0 ? "c" : nil),
            plan: plan)
    }

    private func prepared(_ number: Int) -> PreparedImage {
        PreparedImage(
            digest: Digest.of("prepared \(number % 10)"), bytes: Int64(number * 3),
            size: PixelSize(width: 1024, height: 768), format: number % 2 == 0 ? .png : .webp,
            reused: number % 3 == 0)
    }

    /// A table with so many checked rows.
    private func table(_ count: Int) async throws -> RunTable {
        let table = try store.objects.runTable()
        let writer = try RowWriter(table)
        for number in 1...count { try writer.append(checked(number).row) }
        _ = try writer.finish(DatasetInfo(id: "d", name: "d", trigger: nil))
        var batch = CheckBatch()
        batch.sound = (1...count).filter { $0 % 2 == 1 }.map(checked)
        try await table.add(batch)
        return table
    }

    private func isSame(_ one: CheckedRow, _ other: CheckedRow) -> Bool {
        one.position == other.position && one.row == other.row && one.image == other.image
            && one.facts == other.facts && one.plan == other.plan
    }

    @Test func checkedRowsComeBackWithTheirRows() async throws {
        let rows = try await table(1200).checkedRows(count: 600)
        #expect(!rows.isEmpty)
        var reader = rows.reader()
        for number in stride(from: 1, to: 1200, by: 2) {
            let read = try #require(try await reader.next())
            if !isSame(read, checked(number)) { Issue.record("row \(number) differs") }
        }
        #expect(try await reader.next() == nil)
        #expect(try rows.all().count == 600)
    }

    @Test func aClearedTableHasItsRowsOnly() async throws {
        let table = try await table(10)
        try table.clearResults()
        #expect(try table.checkedRows(count: 0).all().isEmpty)
        var batch = CheckBatch()
        batch.sound = [checked(2)]
        try await table.add(batch)
        #expect(try table.checkedRows(count: 1).all().map(\.position) == [2])
    }

    @Test func findingsComeBackInTheirOrder() async throws {
        let table = try store.objects.runTable()
        var (tally, expected): (Findings.Tally, [Finding]) = (.init(), [])
        for start in [0, 700, 1400] {
            var batch = CheckBatch()
            for number in start..<start + 700 {
                let finding = Finding(
                    rule: number % 3 == 0 ? "image-blurry" : "caption-empty",
                    severity: number % 2 == 0 ? .error : .note,
                    row: number % 5 == 0 ? nil : "\(number)", name: number % 7 == 0 ? nil : "n\0\(number)",
                    message: "m \(number)", hint: "",
                    content: number % 2 == 0 ? Digest.of("\(number)") : nil,
                    url: number % 11 == 0 ? "https://h/\(number)" : nil)
                batch.findings.append(finding)
                tally.add(finding)
            }
            expected += batch.findings
            try await table.add(batch)
        }
        let findings = table.findings(tally)
        #expect(findings.count == 2100 && findings.count(.error) == 1050 && findings.count(.warning) == 0)
        #expect(try findings.all() == expected)
        var blurry: [Finding] = []
        try findings.forEach(rule: "image-blurry") { blurry.append($0) }
        #expect(blurry == expected.filter { $0.rule == "image-blurry" } && blurry.count == 700)
        try findings.forEach(rule: "no-such-rule") { Issue.record("\($0)") }
    }

    @Test func entriesAreInPayloadOrderWithDistinctNames() async throws {
        let table = try await table(1200)
        let numbers = stride(from: 1, to: 1200, by: 2)
        try await table.add(numbers.map { (Int64($0), prepared($0)) })
        let rows = PreparedRows(in: table, count: 600)
        for _ in 0..<2 {
            let entries = try rows.arranged { $0.prepared.bytes + Int64($0.filename.utf8.count) }
            var read: [ManifestEntry] = []
            try entries.forEach { read.append($0) }
            #expect(read.count == 600 && entries.count == 600)
            let names = read.map(\.filename)
            #expect(names == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
            #expect(Set(names.map { $0.lowercased() }).count == 600)
            #expect(
                entries.sizes == read.map { $0.prepared.bytes + Int64($0.filename.utf8.count) })
            for entry in read {
                let number = Int(entry.row.position)
                let isWhole = isSame(entry.row, checked(number)) && entry.prepared == prepared(number)
                if !isWhole { Issue.record("entry \(entry.filename) differs") }
            }
            // In row order: the first keeps its name, the others are numbered from 2.
            let copies = read.filter { $0.prepared.digest == prepared(1).digest }
                .sorted { $0.row.position < $1.row.position }
            let first = FileName.prepared("é", prepared(1))
            #expect(
                copies.map(\.filename)
                    == copies.indices.map {
                        $0 == 0 ? first : FileName.prepared("é", prepared(1), copy: $0 + 1)
                    })
            var part: [String] = []
            try entries.forEach(in: 250..<470) { part.append($0.filename) }
            #expect(part == Array(names[250..<470]))
        }
    }
}
