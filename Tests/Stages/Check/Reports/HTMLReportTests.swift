import Dataset
import Store
import TestKit
import Testing

@testable import Check

/// The page as a file.
@Suite struct HTMLReportTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("report") }

    private func scene() -> ReportScene {
        var scene = ReportScene()
        for id in ["a", "b", "c"] {
            scene.add(id, findings: [ReportScene.finding("image-cropped", .note, on: id)])
        }
        scene.rows[2].image = scene.rows[0].image
        scene.add("d", isTrained: false, hasPicture: false)
        return scene
    }

    @Test func theSameReportGivesTheSameBytes() throws {
        let scene = scene()
        _ = try scene.write("1.html", in: directory)
        let elsewhere = try TemporaryDirectory("elsewhere")
        _ = try scene.write("2.html", in: elsewhere)
        let bytes = try directory.bytes("1.html")
        #expect(try elsewhere.bytes("2.html") == bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains(directory.path) && !text.contains("[["))
    }

    @Test func whatWasFoundOnAFileThatIsListedTwiceStandsOnce() throws {
        var scene = ReportScene()
        for number in 0..<4 {
            scene.add("a", findings: [ReportScene.finding("image-cropped", .note, on: "a", "m\(number)m")])
        }
        _ = try scene.write("x.html", in: directory)
        let text = try String(decoding: directory.bytes("x.html"), as: UTF8.self)
        let rows = try #require(text.firstRange(of: "\"id\":\"a\"")).lowerBound
        // In the rows, and in the list for readers without script that stands before or behind them.
        for number in 0..<4 {
            #expect(text.ranges(of: "\"m\(number)m\"").count == 1, "\(text[rows...].prefix(900))")
        }
    }

    @Test func aCancelledRunLeavesNoPage() async throws {
        let scene = scene()
        let directory = directory
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try scene.page.write(to: directory.path("x.html")) { _ in nil }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try directory.names() == [])
    }

    @Test func thumbnailsAreAskedForOnceAFileAndInOrder() throws {
        let scene = scene()
        let thumbnail = try ReportScene.thumbnail()
        var asked: [SourceImage] = []
        try scene.page.write(to: directory.path("x.html")) {
            asked.append($0)
            return asked.count == 1 ? thumbnail : nil
        }
        #expect(asked == [scene.rows[0].image, scene.rows[1].image])
        let text = try String(decoding: directory.bytes("x.html"), as: UTF8.self)
        #expect(text.contains("id=\"thumbnail-0\"") && !text.contains("id=\"thumbnail-1\""))
    }

    @Test func whatAThumbnailThrowsComesThroughAndLeavesNoFile() throws {
        struct Broken: Error {}
        try directory.write("earlier", "x.html")
        #expect(throws: Broken.self) {
            try scene().page.write(to: directory.path("x.html")) { _ in throw Broken() }
        }
        #expect(try directory.names() == ["x.html"] && directory.bytes("x.html") == Array("earlier".utf8))
        #expect(throws: StoreError.self) {
            try scene().page.write(to: directory.path("missing/x.html")) { _ in nil }
        }
    }

    @Test func theSummaryCounts() throws {
        var scene = scene()
        scene.find("caption-empty", .error, on: "a")
        scene.find("dataset-too-few", .warning, on: nil, "has 4 pictures")
        scene.report.known = Findings(
            (0..<3).map {
                Finding(
                    rule: "caption-filler", severity: .note, row: "\($0)", name: nil, message: "m", hint: "h")
            })
        var estimate = RunEstimate()
        (estimate.trained, estimate.payloadBytes, estimate.steps) = (1234, 12_340_000, 48_000)
        scene.report.estimate = estimate
        _ = try scene.write("x.html", in: directory)
        let text = try String(decoding: directory.bytes("x.html"), as: UTF8.self)
        #expect(
            text.contains("<strong>1 error</strong> keeps this dataset")
                && text.contains("3 findings of the earlier report"))
        #expect(text.contains(">1,234</a>") && text.contains("≈ 12.3 MB") && text.contains("48,000"))
        let found = #"<code>image-cropped</code></a></th><td class="number">3</td><td class="number">0</td>"#
        #expect(text.contains(found) && text.contains("<bdi>has 4 pictures</bdi>"))
    }

    @Test func anEmptyReportIsAPageToo() throws {
        _ = try ReportScene("Nothing", trigger: nil).write("x.html", in: directory)
        let text = try String(decoding: directory.bytes("x.html"), as: UTF8.self)
        #expect(text.contains("Nothing found.") && text.contains("id=\"rows\">[]</script>"))
    }
}
