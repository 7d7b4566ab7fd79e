public import Dataset
public import Imaging
import Store

/// An overview of a dataset's rows as a page and as PNG files: each picture, its crop and its caption.
///
/// The same rows and versions give the same bytes: neither holds a time of day or a path of this machine. A row without a
/// usable picture is shown with the reason.
public struct ContactSheet: Sendable {
    let dataset: DatasetInfo
    let rows: [RowReview]
    let recipe: Recipe
    let generator: String

    /// A sheet of some rows of a dataset.
    ///
    /// - Parameters:
    ///   - dataset: with the number of all its rows.
    ///   - rows: those that are shown, in row order.
    ///   - recipe: how the pictures would be prepared.
    ///   - generator: the program's name and version.
    public init(dataset: DatasetInfo, rows: [RowReview], recipe: Recipe, generator: String) {
        self.dataset = dataset
        self.rows = rows
        self.recipe = recipe
        self.generator = generator
    }

    /// Writes `base.html` and `base.png`, and `base-2.png` and so on where the rows need more pictures of 100 each.
    /// Each file is written atomically and replaces an earlier one.
    ///
    /// Blocks. Thumbnails are loaded one at a time; at most those of one picture are in memory.
    ///
    /// - Parameters:
    ///   - thumbnail: nil where there is none to show.
    ///   - progress: how many files are written, of how many.
    /// - Returns: the files' paths.
    /// - Throws: `StoreError` when a file can't be written, `VipsError`, `CancellationError`, and what `thumbnail` throws.
    public func write(
        to base: String, thumbnail: (SourceImage) throws -> Thumbnail?,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> [String] {
        let page = base + ".html"
        let count = 1 + (rows.count + Self.rowsAFile - 1) / Self.rowsAFile
        progress(0, count)
        try writePage(to: page, thumbnail: thumbnail)
        progress(1, count)
        let pictures = try writePictures(to: base, thumbnail: thumbnail) { progress($0 + 1, count) }
        return [page] + pictures
    }

    /// Such as "1–12 of 14 rows"; "14 rows" for all of them.
    func extent(_ shown: Range<Int>) -> String {
        let all = max(dataset.rows ?? 0, rows.count)
        if shown.count == all { return all.of("row") }
        let first = (shown.lowerBound + 1).grouped
        return (shown.count == 1 ? "row \(first)" : "\(first)–\(shown.upperBound.grouped)")
            + " of \(all.of("row"))"
    }
}

extension RowReview {
    /// The row's name, or its id when it has none; shortened, because a name can have any length.
    var title: String { (row.name.isEmpty ? row.id : row.name).printableLine }

    /// The picture's size and what preparing it does, such as "1600×1200", "25 % cut", "enlarged 2.13×".
    var fate: [String] {
        guard let seen = facts else { return [] }
        var words = ["\(seen.upright)"]
        if let plan, plan.loss > 0 { words.append("\(Self.percent(plan.loss)) cut") }
        if let plan, plan.enlarges { words.append("enlarged \(Self.times(plan.scale))×") }
        return words
    }

    /// At most `limit` scalars of the caption, and whether that is the whole caption.
    func caption(trigger: String?, limit: Int) -> (parts: [CaptionPart], isWhole: Bool) {
        var left = limit
        var parts: [CaptionPart] = []
        for var part in CaptionPart.parts(of: caption, trigger: trigger) {
            let scalars = part.text.unicodeScalars
            let kept = scalars.prefix(left)
            part.text = String(kept)
            parts.append(part)
            if kept.endIndex < scalars.endIndex { return (parts, false) }
            left -= kept.count
        }
        return (parts, true)
    }

    /// Whole percents, or "under 1 %".
    private static func percent(_ share: Double) -> String {
        share < 0.01 ? "under 1 %" : "\(Int((share * 100).rounded())) %"
    }

    private static func times(_ scale: Double) -> String {
        let hundredths = Int((scale * 100).rounded())
        let rest = String(hundredths % 100)
        return "\(hundredths / 100)." + (rest.count == 1 ? "0" : "") + rest
    }
}
