import Dataset
import Store
import TestKit
import Testing

@Suite struct RowSpoolTests {
    private let directory: TemporaryDirectory
    private let store: Store
    private let dataset = DatasetInfo(id: "1", name: "Harbour", trigger: "h4rbour", rows: 3)

    init() throws {
        directory = try TemporaryDirectory("spool")
        store = try Store(at: directory.path("state"))
    }

    @Test func whatGoesInComesBack() throws {
        let rows = [
            DatasetRow(id: "1", name: "a.jpg", image: "https://h/a?x=1", caption: nil),
            DatasetRow(id: "2", name: "", image: "", caption: "", createdAt: ""),
            DatasetRow(
                id: "3", name: "ä\n\"\\", image: "x",
                caption: "two\r\nlines, \"quoted\" \\ \0\u{2028}😀 e\u{301}"),
            DatasetRow(
                id: "4", name: "null", image: "null", caption: "null", createdAt: "2025-01-01 00:00:00+00"),
            DatasetRow(
                id: "5", name: "long", image: "x", caption: String(repeating: "long é ", count: 40_000)),
            DatasetRow(id: "6", name: "last", image: "x", caption: "c"),
        ]
        let spooled = try spool(rows)
        let read = try spooled.all()
        #expect(read == rows && spooled.count == 6 && spooled.dataset == dataset)
        // Equal strings can be of different bytes, and bytes are what is hashed.
        #expect(
            read.map { $0.caption.map { Array($0.utf8) } } == rows.map { $0.caption.map { Array($0.utf8) } })
    }

    @Test func tenThousandRowsKeepTheirOrder() throws {
        let spooled = try spool((0..<10_000).lazy.map(Self.row))
        var reader = try spooled.reader()
        var count = 0
        while let row = try reader.next() {
            if row != Self.row(count) { Issue.record("row \(count) differs") }
            count += 1
        }
        #expect(count == 10_000 && spooled.count == 10_000)
        #expect(try reader.next() == nil)
    }

    @Test func theFirstRowsAlone() throws {
        let spooled = try spool((0..<2000).lazy.map(Self.row))
        for (count, expected) in [(0, 0), (1, 1), (1500, 1500), (2000, 2000), (9000, 2000), (-1, 0)] {
            let first = spooled.first(count)
            #expect(first.count == expected && first.dataset == dataset)
            #expect(try first.all() == (0..<expected).map(Self.row))
        }
        #expect(spooled.first(10).first(20).count == 10)
        #expect(try spooled.all().count == 2000)
    }

    @Test func readersDoNotDisturbEachOther() throws {
        let spooled = try spool((0..<2000).lazy.map(Self.row))
        var (slow, fast) = (try spooled.reader(), try spooled.reader())
        for number in 0..<1000 {
            let (first, second) = (try fast.next(), try fast.next())
            #expect(first?.id == "\(2 * number)" && second?.id == "\(2 * number + 1)")
            #expect(try slow.next()?.id == "\(number)")
        }
        #expect(try fast.next() == nil)
        #expect(try slow.next()?.id == "1000")
    }

    @Test func theFileGoesWithTheLastValue() throws {
        do {
            let spooled = try spool([Self.row(1)])
            #expect(try directory.temporaries().count == 1)
            #expect(try spooled.all().count == 1)
        }
        #expect(try directory.temporaries() == [])
        do {
            let unfinished = try RowSpool(in: store.objects)
            try unfinished.append(Self.row(1))
        }
        #expect(try directory.temporaries() == [])
    }

    @Test func noRowsAreNoRows() throws {
        let spooled = try spool([])
        #expect(try spooled.count == 0 && spooled.all() == [])
    }

    private static func row(_ number: Int) -> DatasetRow {
        DatasetRow(
            id: "\(number)", name: "picture \(number).jpg", image: "https://h/\(number)",
            caption: number % 3 == 0 ? nil : "caption\n\(number)")
    }

    private func spool(_ rows: some Sequence<DatasetRow>) throws -> Rows {
        let spool = try RowSpool(in: store.objects)
        for row in rows { try spool.append(row) }
        return try spool.close(of: dataset)
    }
}
