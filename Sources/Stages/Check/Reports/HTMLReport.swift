public import Dataset
import Foundation
public import Imaging
import Store

/// The report as one page that opens from disk and loads nothing from a network: the findings, and every picture with its
/// crop.
///
/// The same report gives the same bytes: the page holds no time of day, no host name and no path of this machine. It
/// holds no secret either: a picture's URL is shown without its query and user part.
public struct HTMLReport {
    let report: Report
    let rows: [RowReview]
    let recipe: Recipe
    let settings: RuleSettings
    let generator: String
    /// For each row the first row with the same picture, whose number its thumbnail has; nil without a usable picture.
    let thumbnailPlaces: [Int?]

    /// A page about all rows of a check.
    ///
    /// - Parameters:
    ///   - rows: every row, in row order.
    ///   - recipe: how the pictures would be prepared.
    ///   - settings: the settings of the rules.
    ///   - generator: the program's name and version, for the foot of the page.
    public init(
        report: Report, rows: [RowReview], recipe: Recipe, settings: RuleSettings, generator: String
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

    /// Writes the page to a file, atomically. It is streamed: `thumbnail` is called once for each usable file, and none is
    /// kept in memory.
    ///
    /// - Parameter thumbnail: nil where there is none to show. It is called on the caller's thread.
    /// - Throws: `StoreError` when the file can't be written, `CancellationError`, and what `thumbnail` throws.
    public func write(to path: String, thumbnail: (SourceImage) throws -> Thumbnail?) throws {
        let file = try DurableFile(path)
        for piece in Self.template.pieces {
            switch piece {
            case .text(let text): try file.write(text.utf8)
            case .mark("rows"): try writeRows(to: file)
            case .mark("row-findings"): try writeRowFindings(to: file)
            case .mark("thumbnails"): try writeThumbnails(to: file, thumbnail)
            case .mark(let mark): try file.write(try part(mark).text.utf8)
            }
        }
        try file.publish()
    }

    private static let template = Template(text(PackageResources.report_html))
    private static let style = text(PackageResources.report_css)
    private static let script = text(PackageResources.report_js)

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// The content for a mark of the template.
    private func part(_ mark: String) throws -> HTML {
        switch mark {
        case "policy": HTML(stringLiteral: Self.policy)
        case "style": HTML(stringLiteral: Self.style)
        case "script": HTML(stringLiteral: Self.script)
        case "settings": HTML(stringLiteral: String(decoding: pageSettings.scriptData, as: UTF8.self))
        case "dataset": "\(report.dataset.name)"
        case "about": about
        case "verdict": result
        case "outlook": estimate
        case "rules": ruleTable
        case "quiet-rules": quietRules
        case "dataset-findings": try datasetFindings()
        case "waivers": waivers
        case "charts": charts
        case "rule-options": ruleOptions
        case "generator": "\(generator)"
        default: preconditionFailure("the page has an unknown mark \(mark)")
        }
    }

    /// The Content-Security-Policy: only the page's own script and style, and embedded pictures. Injected text of a row can
    /// load or run nothing.
    private static let policy = """
        default-src 'none'; img-src data:; style-src '\(style.policySource)'; script-src '\(script.policySource)'; \
        base-uri 'none'; form-action 'none'
        """

    /// What the page's script needs besides the rows.
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
