import Dataset
import Foundation
import Store
import TestKit
import Testing

@Suite struct RowSorterTests {
    private func row(_ id: String) -> DatasetRow {
        DatasetRow(id: id, name: "n\"\n\(id)", image: "", caption: id.isEmpty ? nil : "ü \(id)")
    }

    private func sorted(_ rows: [(String, RowSorter.Key)]) throws -> [DatasetRow] {
        let directory = try TemporaryDirectory("sorter")
        let store = try Store(at: directory.path("state"))
        let sorter = try RowSorter(in: store.objects)
        for (id, key) in rows { try sorter.append(row(id), key: key) }
        #expect(sorter.count == rows.count)
        let spool = try RowSpool(in: store.objects)
        try sorter.drain(into: spool)
        return try spool.close(of: DatasetInfo(id: "d", name: "d", trigger: nil)).all()
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
        #expect(
            try sorted([("a", .text("ä")), ("b", .text("z")), ("c", .text("Z")), ("d", .text("10"))]).map(
                \.id)
                == ["d", "c", "b", "a"])
    }

    /// The peer is Swift's own sort of the same numbers, which are drawn with many ties.
    @Test func manyRowsComeOutAsASortWouldPutThem() throws {
        var dice = SystemRandomNumberGenerator()
        let keys = (0..<5_300).map { (Int64.random(in: 0...900, using: &dice), $0) }
        let expected = keys.sorted { $0 < $1 }.map { "\($0.1)" }
        #expect(try sorted(keys.map { ("\($0.1)", .integer($0.0)) }).map(\.id) == expected)
    }

    @Test func leavesNothingBehind() throws {
        let directory = try TemporaryDirectory("sorter")
        let store = try Store(at: directory.path("state"))
        do {
            let sorter = try RowSorter(in: store.objects)
            try sorter.append(row("a"), key: .null)
            #expect(try directory.temporaries().count == 1)
        }
        #expect(try directory.temporaries().isEmpty)
    }
}
