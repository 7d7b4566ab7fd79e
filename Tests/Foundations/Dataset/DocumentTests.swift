import Dataset
import Testing

/// The documents other programs read: their fields are promised.
@Suite struct DocumentTests {
    @Test func theReport() throws {
        let row = DatasetRow(id: "7", name: "a.jpg", image: "", caption: nil)
        let report = Report(
            dataset: DatasetInfo(id: "1", name: "Harbour", trigger: nil), rows: 3,
            findings: [
                Finding("caption-missing", .error, on: row, "has no caption", hint: "write one"),
                Finding(
                    rule: "few-rows", severity: .note, row: nil, name: nil, message: "m", hint: "h"),
                Finding("trigger-absent", .warning, on: row, "m", hint: "h"),
            ])
        #expect(
            try report.json().text()
                == #"{"schema":"lorapipe.report/1","dataset":{"id":"1","name":"Harbour"},"#
                + #""summary":{"rows":3,"errors":1,"warnings":1,"notes":1,"waived":0,"stale_waivers":0},"findings":["#
                + #"{"rule":"caption-missing","severity":"error","row":"7","name":"a.jpg","#
                + #""message":"has no caption","hint":"write one"},"#
                + #"{"rule":"few-rows","severity":"note","message":"m","hint":"h"},"#
                + #"{"rule":"trigger-absent","severity":"warning","row":"7","name":"a.jpg","#
                + #""message":"m","hint":"h"}],"waived":[],"stale_waivers":[]}"#)
        #expect(report.blocks)
        // The control: warnings alone do not block.
        let mild = Report(
            dataset: report.dataset, rows: 3, findings: try report.findings.filter { $0.severity != .error })
        #expect(!mild.blocks)
    }

    @Test func severitiesAreOrdered() {
        #expect([Severity.error, .note, .warning].sorted() == [.note, .warning, .error])
    }

    @Test func theRecipeHoldsOnlyWhatShapesTheBytes() {
        #expect(
            Recipe().json.text()
                == #"{"resolution":1024,"fit":"crop","gravity":"centre","kernel":"lanczos3","#
                + ##""background":"#ffffff","format":"png","compression":1}"##)
        #expect(Recipe(quality: 1).json == Recipe(quality: 99).json)
        #expect(Recipe(format: .jpeg, quality: 1).json != Recipe(format: .jpeg, quality: 99).json)
        #expect(Recipe(format: .jpeg, compression: 1).json == Recipe(format: .jpeg, compression: 9).json)
    }

    @Test(arguments: ["#000000", "#0a0b0c", "#ffffff"]) func coloursComeBack(_ hex: String) {
        #expect(Recipe.RGB(hex: hex)?.hex == hex)
    }

    @Test(arguments: ["", "#fff", "ffffff", "#ggg000", "#+12345", "#-12345", "#0a0b0c0", "#éééé"])
    func whatIsNoColourIsRefused(_ hex: String) { #expect(Recipe.RGB(hex: hex) == nil) }
}
