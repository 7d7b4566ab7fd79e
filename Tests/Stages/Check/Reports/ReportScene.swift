import Dataset
import Imaging
import TestKit
import Vips

@testable import Check

/// A report of a test's own, with its rows and their small pictures.
struct ReportScene {
    var report: Report
    var rows: [RowReview] = []
    var recipe = Recipe(resolution: .r512)
    var settings = RuleSettings()

    init(_ name: String = "Harbour", trigger: String? = "h4rbour") {
        report = Report(dataset: DatasetInfo(id: "1", name: name, trigger: trigger), rows: 0, findings: [])
    }

    /// Adds a row with a picture of this stored size, and what was found on it.
    mutating func add(
        _ id: String, name: String? = nil, image: String? = nil, width: Int = 1200, height: Int = 800,
        facts: ImageFacts? = nil,
        caption: RowReview.Caption = .init(text: "h4rbour, a boat", tokens: 6), isTrained: Bool = true,
        hasPicture: Bool = true, findings: [Finding] = []
    ) {
        let row = DatasetRow(
            id: id, name: name ?? id + ".jpg", image: image ?? "https://h/" + id, caption: caption.text)
        let seen = hasPicture ? facts ?? ImageFacts(format: .jpeg, width: width, height: height) : nil
        rows.append(
            RowReview(
                row: row, image: hasPicture ? SourceImage(digest: .of(id), bytes: 1) : nil, facts: seen,
                plan: seen.flatMap { CropPlan(recipe, from: $0.upright) },
                caption: caption, isTrained: isTrained))
        report.findings = report.findings + Findings(findings)
        report.rows += 1
    }

    /// Adds a finding on a row or on the dataset.
    mutating func find(
        _ rule: String, _ severity: Severity, on row: String?, _ message: String = "is so",
        hint: String = "do so"
    ) {
        report.findings = report.findings + [Self.finding(rule, severity, on: row, message, hint: hint)]
    }

    static func finding(
        _ rule: String, _ severity: Severity, on row: String?, _ message: String = "is so",
        hint: String = "do so"
    ) -> Finding {
        Finding(
            rule: rule, severity: severity, row: row, name: row.map { $0 + ".jpg" }, message: message,
            hint: hint)
    }

    var page: HTMLReport {
        HTMLReport(
            report: report, rows: rows, recipe: recipe, settings: settings, generator: "lorapipe 0.1.0")
    }

    /// Writes the page and gives its path.
    func write(_ name: String = "report.html", in directory: TemporaryDirectory) throws -> String {
        let path = directory.path(name)
        let thumbnail = try Self.thumbnail()
        try page.write(to: path) { _ in thumbnail }
        return path
    }

    /// A picture of 48×32: shades from left to right.
    static func thumbnail() throws -> Thumbnail {
        var pixels: [UInt8] = []
        for y in 0..<32 {
            for x in 0..<48 { pixels += [UInt8(x * 5), UInt8(y * 7), 120] }
        }
        let bytes = try Picture.fromPixels(pixels, width: 48, height: 32).encoded(as: .webp(quality: 75))
        return Thumbnail(bytes: bytes, format: .webp)
    }
}
