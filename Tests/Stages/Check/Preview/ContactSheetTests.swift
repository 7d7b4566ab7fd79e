import Dataset
import Foundation
import Imaging
import Testing
import TestKit
import Vips

@testable import Check

@Suite struct ContactSheetTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("sheet") }

    private func sheet(_ scene: ReportScene, of all: Int? = nil) -> ContactSheet {
        var dataset = scene.report.dataset
        dataset.rows = all ?? scene.rows.count
        return ContactSheet(
            dataset: dataset, rows: scene.rows, recipe: scene.recipe, generator: "lorapipe 0.1.0")
    }

    private func write(_ scene: ReportScene, _ name: String = "sheet", of all: Int? = nil) throws -> [String]
    {
        let thumbnail = try ReportScene.thumbnail()
        return try sheet(scene, of: all).write(to: directory.path(name)) { _ in thumbnail }
    }

    private func scene(_ count: Int) -> ReportScene {
        var scene = ReportScene()
        for number in 0..<count { scene.add("\(number)") }
        return scene
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try directory.bytes(name), as: UTF8.self)
    }

    private func size(_ name: String) throws -> PixelSize {
        let picture = try Picture.open(directory.path(name), as: .png)
        return PixelSize(width: picture.width, height: picture.height)
    }

    @Test func theSameRowsGiveTheSameBytes() throws {
        var scene = scene(3)
        scene.add("broken", isTrained: false, hasPicture: false)
        _ = try write(scene, "1")
        _ = try write(scene, "2")
        for ending in [".html", ".png"] {
            #expect(try directory.bytes("1" + ending) == directory.bytes("2" + ending))
        }
        #expect(try !text("1.html").contains(directory.path))
        // Without a date or anything else besides the pixels and the sheet's mark.
        let chunks = Set(["IHDR", "IDAT", "IEND", "pHYs", "tEXt"].map { Array($0.utf8) })
        let bytes = try directory.bytes("1.png")
        var at = 8
        while at < bytes.count {
            let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            #expect(chunks.contains(Array(bytes[at + 4..<at + 8])))
            at += length + 12
        }
        scene.rows[0].caption.text += "x"
        _ = try write(scene, "3")
        #expect(try directory.bytes("3.png") != directory.bytes("1.png"))
    }

    /// A shorter sheet leaves nothing of a longer one, and takes nobody's own file of such a name.
    @Test func sheetsOfAnEarlierRunAreRemovedAndOtherFilesStay() throws {
        var long = ReportScene()
        long.rows = Array(repeating: scene(1).rows[0], count: 101)
        #expect(try write(long).last == directory.path("sheet-2.png"))
        let second = Data(try directory.bytes("sheet-2.png"))
        // Sheets of longer runs and of other names, and what a person put there: numbers that no sheet has, a picture of
        // their own, a file that is no picture.
        let later = ["sheet-3.png", "sheet-11.png"]
        let others = [
            "other-2.png", "sheet-2-2.png", "sheet-04.png", "sheet-x.png", "sheet-1.png", "sheet-0.png",
            "sheet-3.png.bak", "mysheet-3.png",
        ]
        for name in later + others { try second.write(to: URL(fileURLWithPath: directory.path(name))) }
        let own = try Picture.fromPixels([UInt8](repeating: 9, count: 48), width: 4, height: 4)
            .encoded(as: .png(compression: 6))
        try Data(own).write(to: URL(fileURLWithPath: directory.path("sheet-5.png")))
        try directory.write("notes", "sheet-6.png")
        let kept = Set(others + ["sheet.html", "sheet.png", "sheet-5.png", "sheet-6.png"])
        func names() throws -> Set<String> {
            Set(try FileManager.default.contentsOfDirectory(atPath: directory.path))
        }

        // The control: what this run needs stays.
        try SheetMark.removeSheets(of: directory.path("sheet"), after: 11)
        #expect(try names() == kept.union(later + ["sheet-2.png"]))
        try SheetMark.removeSheets(of: directory.path("sheet"), after: 2)
        #expect(try names() == kept.union(["sheet-2.png"]))
        _ = try write(scene(1))
        #expect(try names() == kept)
        // The mark is a chunk as the format wants it.
        #expect(try size("sheet.png").width > 0)
    }

    @Test func aHundredRowsAFile() throws {
        let row = scene(1)
        var many = ReportScene()
        many.rows = (0..<201).map { _ in row.rows[0] }
        let files = try write(many)
        #expect(files == ["sheet.html", "sheet.png", "sheet-2.png", "sheet-3.png"].map(directory.path))
        #expect(try size("sheet.png") == size("sheet-2.png"))
        #expect(try size("sheet-3.png").height < size("sheet.png").height / 5)
        #expect(try text("sheet.html").ranges(of: "<article").count == 201)
    }

    @Test func saysWhatItShows() throws {
        _ = try write(scene(3), of: 1400)
        #expect(try text("sheet.html").contains("1–3 of 1,400 rows"))
        _ = try write(scene(3))
        #expect(try text("sheet.html").contains("<p>3 rows ·"))
        _ = try write(scene(1), of: 2)
        #expect(try text("sheet.html").contains("<p>row 1 of 2 rows ·"))
    }

    @Test func aRowWithoutAPictureStandsThereWithTheReason() throws {
        var scene = scene(1)
        scene.add("broken", isTrained: false, hasPicture: false)
        scene.rows[1].fault = "the file is <empty>"
        _ = try write(scene)
        let page = try text("sheet.html")
        #expect(page.contains("<p class=\"no-picture\"><bdi>the file is &lt;empty&gt;</bdi></p>"))
        #expect(page.contains("1 without a usable picture") && page.contains("broken.jpg"))
        let with = try directory.bytes("sheet.png")
        scene.rows[1].fault = "another reason"
        _ = try write(scene)
        #expect(try directory.bytes("sheet.png") != with)
    }

    @Test func theCropIsDrawn() throws {
        var scene = ReportScene()
        scene.add("wide", width: 1200, height: 800)
        scene.add("square", width: 800, height: 800)
        _ = try write(scene)
        let page = try text("sheet.html")
        #expect(page.contains("<rect class=\"crop\" x=\"200\" y=\"0\" width=\"800\" height=\"800\"/>"))
        #expect(page.ranges(of: "class=\"crop\"").count == 1)
        #expect(page.contains("1200×800 JPEG · 33 % cut<") && page.contains("800×800 JPEG<"))
        scene.rows[0].plan = nil
        let marked = try directory.bytes("sheet.png")
        _ = try write(scene)
        #expect(try directory.bytes("sheet.png") != marked)
    }

    @Test func aPictureOfAnyShapeFits() throws {
        for (width, height) in [(1, 1), (256, 1), (1, 256), (3, 200), (256, 256), (255, 2)] {
            let bytes = try Picture.plain(width: width, height: height, (1, 2, 3)).encoded(
                as: .jpeg(quality: 75))
            var scene = ReportScene()
            scene.add("a", width: width * 40, height: height * 40)
            _ = try sheet(scene).write(to: directory.path("odd")) { _ in
                Thumbnail(bytes: bytes, format: .jpeg)
            }
            #expect(try size("odd.png").width > 800)
        }
    }

    @Test func alphaLiesOnWhatTheTrainerGets() throws {
        var scene = ReportScene()
        scene.recipe.background = .init(red: 255, green: 0, blue: 0)
        scene.add(
            "a", facts: ImageFacts(format: .png, width: 800, height: 800, bands: 4, hasAlpha: true))
        let clear = try Picture.fromPixels(
            [UInt8](repeating: 0, count: 64 * 4), width: 8, height: 8, bands: 4)
        let thumbnail = Thumbnail(bytes: try clear.encoded(as: .webp(quality: 75)), format: .webp)
        _ = try sheet(scene).write(to: directory.path("clear")) { _ in thumbnail }
        #expect(try text("clear.html").contains("fill=\"#ff0000\"/><image"))
        let picture = try Picture.open(directory.path("clear.png"), as: .png, access: .random)
        #expect(try picture.cropped(left: 160, top: 240, width: 1, height: 1).pixels() == [255, 0, 0])
    }

    @Test func drawingCanBeCancelled() async throws {
        let (sheet, thumbnail) = (sheet(scene(50)), try ReportScene.thumbnail())
        let path = directory.path("cancelled")
        for last in [10, 60] {
            let drawing = Task {
                var asked = 0
                _ = try sheet.write(to: path) { _ in
                    asked += 1
                    if asked == last { withUnsafeCurrentTask { $0?.cancel() } }
                    #expect(asked <= last)
                    return thumbnail
                }
            }
            await #expect(throws: CancellationError.self) { try await drawing.value }
            // The page is whole before the first picture is begun.
            #expect(try directory.names() == (last == 10 ? [] : ["cancelled.html"]))
        }
    }

    @Test func thumbnailsAreAskedForOneAtATimeAndBrokenRowsAreNot() throws {
        var scene = scene(2)
        scene.add("broken", hasPicture: false)
        let thumbnail = try ReportScene.thumbnail()
        var asked: [Digest] = []
        _ = try sheet(scene).write(to: directory.path("sheet")) { image in
            asked.append(image.digest)
            return image.digest == .of("1") ? nil : thumbnail
        }
        #expect(asked == [.of("0"), .of("1"), .of("0"), .of("1")])
        #expect(try text("sheet.html").contains("No small copy"))
    }
}
