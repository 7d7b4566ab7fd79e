public import Dataset
import Foundation
import Store

/// The report as one page that opens from disk and asks nothing of a network: what was found, and every picture with
/// what would become of it.
///
/// The same report gives the same bytes: the page holds no time of day, no host name and no path of this machine. It
/// holds no secret either: a picture's place is shown without its query and user part.
public struct HTMLReport {
    let report: Report
    let rows: [Reviewed]
    let recipe: Recipe
    let settings: RuleSettings
    let generator: String
    /// For each row the first row with the same picture, under which its thumbnail stands; nil without a usable one.
    let thumbnailPlaces: [Int?]

    /// A page to be written.
    ///
    /// - Parameters:
    ///   - rows: every row, in row order.
    ///   - recipe: how the pictures would be prepared.
    ///   - settings: what the rules were set to.
    ///   - generator: the program's name and version, for the foot of the page.
    public init(
        report: Report, rows: [Reviewed], recipe: Recipe, settings: RuleSettings, generator: String
    ) {
        self.report = report
        self.rows = rows
        self.recipe = recipe
        self.settings = settings
        self.generator = generator
        var places: [Digest: Int] = [:]
        thumbnailPlaces = rows.enumerated().map { place, row in
            guard row.facts != nil, let image = row.image else { return nil }
            if let first = places[image.digest] { return first }
            places[image.digest] = place
            return place
        }
    }

    /// Writes the page to a file, which appears whole or not at all. It is written as it is made: thumbnails are asked
    /// for one at a time, once for each file that is usable, and none is held.
    ///
    /// - Parameter thumbnail: nil where there is none to show. It is called on the caller's thread.
    /// - Throws: `StoreError` when the file can't be written, `CancellationError`, and what `thumbnail` throws.
    public func write(to path: String, thumbnail: (SourceImage) throws -> Thumbnail?) throws {
        let file = try DurableFile(path)
        for piece in Self.template.pieces {
            switch piece {
            case .text(let text): try file.write(text.utf8)
            case .mark("rows"): try writeRows(to: file)
            case .mark("thumbnails"): try writeThumbnails(to: file, thumbnail)
            case .mark(let mark): try file.write(part(mark).text.utf8)
            }
        }
        try file.publish()
    }

    private static let template = Template(text(PackageResources.report_html))
    private static let style = text(PackageResources.report_css)
    private static let script = text(PackageResources.report_js)

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// What stands at a mark of the page.
    private func part(_ mark: String) -> HTML {
        switch mark {
        case "policy": HTML(stringLiteral: Self.policy)
        case "style": HTML(stringLiteral: Self.style)
        case "script": HTML(stringLiteral: Self.script)
        case "settings": HTML(stringLiteral: String(decoding: pageSettings.scriptData, as: UTF8.self))
        case "dataset": "\(report.dataset.name)"
        case "about": about
        case "verdict": verdict
        case "outlook": outlook
        case "rules": ruleTable
        case "quiet-rules": quietRules
        case "dataset-findings": datasetFindings
        case "waivers": waivers
        case "charts": charts
        case "rule-options": ruleOptions
        case "row-findings": rowFindings
        case "generator": "\(generator)"
        default: preconditionFailure("the page has an unknown mark \(mark)")
        }
    }

    /// What the page may do: run its own script, wear its own style, show pictures that it holds itself. Nothing else,
    /// whatever a row has smuggled in.
    private static let policy = """
        default-src 'none'; img-src data:; style-src '\(style.policySource)'; script-src '\(script.policySource)'; \
        base-uri 'none'; form-action 'none'
        """

    /// What the page's script must know besides the rows.
    private var pageSettings: JSONValue {
        .record(["background": .string(recipe.background.hex)])
    }

    private func writeThumbnails(to file: DurableFile, _ thumbnail: (SourceImage) throws -> Thumbnail?) throws
    {
        for (place, row) in rows.enumerated() where thumbnailPlaces[place] == place {
            try Task.checkCancellation()
            guard let image = row.image, let picture = try thumbnail(image) else { continue }
            try file.write("<script type=\"application/json\" id=\"thumbnail-\(place)\">".utf8)
            try file.write(JSONValue.string(picture.dataURL).scriptData)
            try file.write("</script>\n".utf8)
        }
    }
}
