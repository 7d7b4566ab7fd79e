import Dataset
import Pack
import Testing

@Suite struct RowPairingTests {
    private let scene = DiffScene()

    @Test func aFoldersRowsMeetADatabases() throws {
        let database = ["a", "b", "c", "d"].map { scene.image($0) }
        var folder = database.map { image in
            var image = image
            image.row = image.row + ".jpg"
            image.source = image.row
            return image
        }
        folder[1].caption = Digest.of("another text")
        scene.prepare(&folder[2], "prepared anew")
        folder[3] = scene.image("e")
        let diff = ExportDiff(from: scene.manifest(database), to: scene.manifest(folder))
        #expect(diff.basis == .content)
        let told = diff.rows.map { ($0.kind, $0.earlierRow ?? "-", $0.row) }
        #expect(told.map(\.0) == [.changed, .changed, .changed, .removed, .added])
        #expect(
            told.map(\.1) == ["a", "b", "c", "-", "-"]
                && told.map(\.2) == ["a.jpg", "b.jpg", "c.jpg", "d", "e"])
        #expect(diff.rows[0].isFiledOtherwise)
        #expect(diff.rows[1].caption != nil && diff.rows[2].picture != nil)
    }

    @Test func oneSharedIdIsEnoughToGoByIds() {
        let one = ["a", "b"].map { scene.image($0) }
        let two = [one[0], scene.image("c", content: "b")]
        let diff = ExportDiff(from: scene.manifest(one), to: scene.manifest(two))
        #expect(diff.basis == .id && diff.rows.map(\.kind) == [.removed, .added])
    }

    @Test func equalPicturesArePairedInTheirOrderAndNoneTwice() {
        let one = ["a", "b", "c"].map { scene.image($0, content: "same") }
        let two = ["x", "y"].map { scene.image($0, content: "same") }
        let diff = ExportDiff(from: scene.manifest(one), to: scene.manifest(two))
        #expect(
            diff.rows.filter { $0.kind == .changed }.map { [$0.earlierRow, $0.row] } == [
                ["a", "x"], ["b", "y"],
            ])
        #expect(diff.rows.filter { $0.kind == .removed }.map(\.row) == ["c"])
    }

    /// To Swift, é is e with an accent behind it; to a file system these are two names.
    @Test func rowsThatDifferByNormalisationAreTwo() {
        let one = [scene.image("e\u{301}.png", content: "a"), scene.image("\u{E9}.png", content: "b")]
        for left in one.indices {
            let diff = ExportDiff(from: scene.manifest(one), to: scene.manifest([one[left]]))
            #expect(diff.basis == .id && diff.rows.map(\.kind) == [.removed] && diff.unchanged == 1)
            #expect(diff.rows.first.map { Array($0.row.utf8) } == Array(one[1 - left].row.utf8))
        }
        // A file that was given the other name is another row, and said to be moved where the pictures tell it.
        var renamed = one[0]
        renamed.row = one[1].row
        let moved = ExportDiff(from: scene.manifest([one[0]]), to: scene.manifest([renamed]))
        #expect(moved.basis == .content && moved.rows.map(\.kind) == [.changed])
        #expect(moved.rows.first?.earlierRow?.isExactly(one[0].row) == true)
    }

    @Test func anEmptySideHasNothingToPair() {
        let diff = ExportDiff(from: scene.manifest([]), to: scene.manifest())
        #expect(diff.basis == .id && diff.rows.map(\.kind) == [.added, .added, .added])
    }
}
