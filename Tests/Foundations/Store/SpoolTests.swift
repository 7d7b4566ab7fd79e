import Dataset
import Store
import TestKit
import Testing

@Suite struct SpoolTests {
    private let directory: TemporaryDirectory
    private let store: Store

    init() throws {
        directory = try TemporaryDirectory("spool")
        store = try Store(at: directory.path("state"))
    }

    private func row(_ number: Int) -> CheckedRow {
        // `!`: the size has pixels.
        let plan = CropPlan(Recipe(), from: PixelSize(width: number + 1, height: 2))!
        return CheckedRow(
            row: DatasetRow(
                id: "\(number)", name: "é", image: "i",
                caption: number % 3 == 0 ? nil : String(repeating: "c\n", count: number),
                focus: number % 4 == 0 ? "0.5,0.3" : nil),
            image: SourceImage(digest: Digest.of("\(number)"), bytes: Int64(number)),
            facts: ImageFacts(
                format: .webp, width: number, height: 2, orientation: 6, bands: 4, bitsPerBand: 16,
                hasAlpha: number % 2 == 0, isCMYK: number % 2 == 1, hasProfile: true, isSRGB: number % 5 == 0,
                profileName: number % 2 == 0 ? "n" : nil, profileFault: number % 3 == 0 ? "f" : nil,
                unusedColours: number % 5 == 0 ? "c" : nil),
            plan: plan)
    }

    @Test func aRecordIsFoundWhereItsReaderStood() throws {
        let spool = try Spool<CheckedRow>(in: store.objects)
        for number in 0..<3000 { try spool.append(row(number)) }
        let rows = try spool.close()
        var reader = rows.reader()
        var offsets: [Int64] = []
        while true {
            let offset = reader.offset
            guard let read = try reader.next() else { break }
            #expect(read.row == row(offsets.count).row)
            offsets.append(offset)
        }
        #expect(offsets.count == 3000 && rows.count == 3000 && offsets[0] == 0)
        for number in stride(from: 2999, through: 0, by: -7) {
            let (read, expected) = (try rows.record(at: offsets[number]), row(number))
            #expect(read.row == expected.row && read.image == expected.image && read.facts == expected.facts)
        }
        #expect(throws: StoreError.self) { try rows.record(at: offsets[9] + 1) }
        #expect(throws: StoreError.self) { try rows.record(at: 1 << 40) }
    }

    @Test func nothingIsThereForNoRecords() throws {
        let rows = try Spool<CheckedRow>(in: store.objects).close()
        #expect(try rows.isEmpty && rows.all().isEmpty)
    }
}
