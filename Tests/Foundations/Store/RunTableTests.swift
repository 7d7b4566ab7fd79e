import Dataset
import TestKit
import Testing

@testable import Store

@Suite struct RunTableTests {
    private let directory: TemporaryDirectory
    private let store: Store
    private let dataset = DatasetInfo(id: "1", name: "Harbour", trigger: "h4rbour", rows: 3)

    init() throws {
        directory = try TemporaryDirectory("table")
        store = try Store(at: directory.path("state"))
    }

    private static func row(_ number: Int) -> DatasetRow {
        DatasetRow(
            id: "\(number)", name: "picture \(number).jpg", image: "https://h/\(number)",
            caption: number % 3 == 0 ? nil : "caption\n\(number)")
    }

    private func write(_ rows: some Sequence<DatasetRow>) throws -> Rows {
        let writer = try RowWriter(store.objects.runTable())
        for row in rows { try writer.append(row) }
        return try writer.finish(dataset)
    }

    @Test func whatGoesInComesBack() throws {
        let rows = [
            DatasetRow(id: "1", name: "a.jpg", image: "https://h/a?x=1", caption: nil),
            DatasetRow(id: "2", name: "", image: "", caption: "", createdAt: "", focus: "", captionFault: ""),
            DatasetRow(
                id: "3", name: "ä\n\"\\", image: "x",
                caption: "two\r\nlines, \"quoted\" \\ \0\u{2028}😀 e\u{301}"),
            DatasetRow(id: "\0", name: "\0\0", image: "a\0b", caption: "\0", focus: "0.5,0.3\0"),
            DatasetRow(
                id: "4", name: "null", image: "null", caption: "null", createdAt: "2025-01-01 00:00:00+00",
                focus: "0.5,0.3", captionFault: "unreadable"),
            DatasetRow(
                id: "5", name: "12", image: "1e3", caption: String(repeating: "long é ", count: 40_000)),
        ]
        let written = try write(rows)
        let read = try written.all()
        #expect(read == rows && written.count == rows.count && written.dataset == dataset)
        // Equal strings can be of different bytes, and bytes are what is hashed.
        #expect(
            read.map { $0.caption.map { Array($0.utf8) } } == rows.map { $0.caption.map { Array($0.utf8) } })
    }

    @Test func tenThousandRowsKeepTheirOrder() async throws {
        var reader = try write((0..<10_000).lazy.map(Self.row)).reader()
        var count = 0
        while let (position, row) = try await reader.next() {
            if row != Self.row(count) || position != Int64(count + 1) { Issue.record("row \(count) differs") }
            count += 1
        }
        #expect(count == 10_000)
        #expect(try await reader.next() == nil)
    }

    @Test func theFirstRowsAloneAndOne() async throws {
        let rows = try write((0..<2000).lazy.map(Self.row))
        for (count, expected) in [(0, 0), (1, 1), (1500, 1500), (2000, 2000), (9000, 2000), (-1, 0)] {
            let first = rows.first(count)
            #expect(first.count == expected && first.dataset == dataset)
            #expect(try first.all() == (0..<expected).map(Self.row))
        }
        #expect(rows.first(10).first(20).count == 10)
        var one = rows.one(at: 700).reader()
        #expect(try await one.next()?.row == Self.row(699))
        #expect(try await one.next() == nil)
    }

    @Test func readersDoNotDisturbEachOther() async throws {
        let rows = try write((0..<2000).lazy.map(Self.row))
        var (slow, fast) = (rows.reader(), rows.reader())
        for number in 0..<1000 {
            let (first, second) = (try await fast.next(), try await fast.next())
            #expect(first?.row.id == "\(2 * number)" && second?.row.id == "\(2 * number + 1)")
            #expect(try await slow.next()?.row.id == "\(number)")
        }
        #expect(try await fast.next() == nil)
        #expect(try await slow.next()?.row.id == "1000")
    }

    @Test func theOthersLeaveTheTable() async throws {
        let rows = try write((0..<2000).lazy.map(Self.row)).keeping { Int($0.id)! % 7 == 3 }
        let expected = (0..<2000).filter { $0 % 7 == 3 }.map(Self.row)
        #expect(try rows.count == expected.count && rows.all() == expected)
        #expect(try rows.keeping { _ in false }.count == 0)
    }

    @Test func theFileGoesWithTheLastValue() throws {
        do {
            let rows = try write([Self.row(1)])
            #expect(try directory.temporaries().count == 1)
            #expect(try rows.all().count == 1)
        }
        #expect(try directory.temporaries() == [])
        do {
            let unfinished = try RowWriter(store.objects.runTable())
            try unfinished.append(Self.row(1))
        }
        #expect(try directory.temporaries() == [])
    }

    @Test func noRowsAreNoRows() throws {
        let rows = try write([])
        #expect(try rows.count == 0 && rows.all() == [])
    }

    @Test func asecondWriterBeginsAnew() throws {
        let table = try store.objects.runTable()
        for sorts in [true, false, true] {
            let writer = try RowWriter(table, sorts: sorts)
            try writer.append(Self.row(7), key: .integer(1))
            #expect(try writer.finish(dataset).all() == [Self.row(7)])
        }
    }
}

/// The order in which sorted rows are read.
@Suite struct RowWriterTests {
    private func row(_ id: String) -> DatasetRow {
        DatasetRow(id: id, name: "n\"\n\(id)", image: "", caption: id.isEmpty ? nil : "ü \(id)")
    }

    private func sorted(_ rows: [(String, RowWriter.Key)], refusesRepeats: Bool = false) throws
        -> [DatasetRow]
    {
        let directory = try TemporaryDirectory("sorted")
        let store = try Store(at: directory.path("state"))
        let writer = try RowWriter(store.objects.runTable(), sorts: true, refusesRepeats: refusesRepeats)
        for (id, key) in rows { try writer.append(row(id), key: key) }
        #expect(writer.count == rows.count)
        return try writer.finish(DatasetInfo(id: "d", name: "d", trigger: nil)).all()
    }

    @Test func nullsComeLastAndEqualKeysKeepTheirOrder() throws {
        let rows = try sorted([
            ("d", .null), ("b", .integer(10)), ("a", .integer(9)), ("c", .integer(10)), ("e", .null),
            ("f", .real(9.5)),
        ])
        #expect(rows.map(\.id) == ["a", "f", "b", "c", "d", "e"])
        #expect(rows[0] == row("a"))
    }

    @Test func textsAreOrderedByTheirBytes() throws {
        let texts = ["ä", "z", "Z", "10", "", "a\0b", "a", "a\0", "ab"]
        let expected = texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        #expect(try sorted(texts.map { ($0, .text($0)) }).map(\.id) == expected)
    }

    /// The peer is Swift's own sort of the same numbers, which are drawn with many ties.
    @Test func manyRowsComeOutAsASortWouldPutThem() throws {
        var dice = SystemRandomNumberGenerator()
        let keys = (0..<5_300).map { (Int64.random(in: 0...900, using: &dice), $0) }
        let expected = keys.sorted { $0 < $1 }.map { "\($0.1)" }
        #expect(try sorted(keys.map { ("\($0.1)", .integer($0.0)) }).map(\.id) == expected)
    }

    @Test(arguments: ["x", "", "a\0b"]) func aRepeatedIdIsRefusedWhereItIsAskedFor(_ id: String) throws {
        let rows: [(String, RowWriter.Key)] = [(id, .integer(1)), ("other", .null), (id, .integer(2))]
        #expect(try sorted(rows).count == 3)
        #expect {
            try sorted(rows, refusesRepeats: true)
        } throws: {
            ($0 as? RowWriter.Repeated)?.id == id
        }
    }
}
