import Dataset
import Imaging
import Store
import Vips

/// The sheet as PNG files, for viewers that show no HTML.
extension ContactSheet {
    /// Rows in one file: their cells are 37 MB of pixels, the most that is in memory at once.
    static let rowsAFile = 100

    func writePictures(
        to base: String, thumbnail: (SourceImage) throws -> Thumbnail?, progress: (Int) -> Void
    ) throws -> [String] {
        var files: [String] = []
        for start in stride(from: 0, to: rows.count, by: Self.rowsAFile) {
            let shown = start..<min(start + Self.rowsAFile, rows.count)
            let path = base + (start == 0 ? "" : "-\(files.count + 1)") + ".png"
            let bytes = try picture(shown, thumbnail).encoded(as: .png(compression: 6))
            let file = try DurableFile(path)
            try file.write(SheetMark.put(into: bytes))
            try file.publish()
            files.append(path)
            progress(files.count)
        }
        try SheetMark.removeSheets(of: base, after: files.count)
        return files
    }

    /// A header, and the rows' cells below it.
    private func picture(_ shown: Range<Int>, _ thumbnail: (SourceImage) throws -> Thumbnail?) throws
        -> Picture
    {
        var grid = PictureGrid(
            columns: Self.columns(shown.count), spacing: SheetStyle.gap, background: SheetStyle.ground)
        let cell = ContactCell(trigger: dataset.trigger, background: recipe.background)
        for row in rows[shown] {
            try Task.checkCancellation()
            grid.add(try cell.picture(of: row, row.facts == nil ? nil : try row.image.flatMap(thumbnail)))
        }
        let cells = try grid.joined()
        // A sheet of few cells must be wide enough for its header.
        let width = max(cells.width, 3 * ContactCell.width)
        let top = SheetStyle.margin + Self.headHeight
        let page = try cells.placed(
            left: SheetStyle.margin, top: top, onWidth: width + 2 * SheetStyle.margin,
            height: top + cells.height + SheetStyle.margin, background: SheetStyle.ground)
        return try page.covered(
            by: head(shown, width: width), left: SheetStyle.margin, top: SheetStyle.margin)
    }

    private static let headHeight = 76

    private func head(_ shown: Range<Int>, width: Int) throws -> Picture {
        let trigger: [TextRun] =
            dataset.trigger.map { [TextRun("trigger word "), TextRun($0.printableLine, isBold: true)] }
            ?? [TextRun("no trigger word")]
        let about = try Picture.text(
            [TextRun(extent(shown) + " · ")] + trigger,
            SheetStyle.style(14, SheetStyle.soft, on: SheetStyle.ground),
            width: width,
            height: 22)
        let name = try Picture.text(
            [TextRun(dataset.name.printableLine, isBold: true)],
            SheetStyle.style(24, SheetStyle.ink, on: SheetStyle.ground),
            width: width, height: 36)
        return try name.placed(
            left: 0, top: 0, onWidth: width, height: Self.headHeight, background: SheetStyle.ground
        ).covered(by: about, left: 0, top: 38)
    }

    /// So many that the sheet is a little wider than high, at most 10.
    private static func columns(_ count: Int) -> Int {
        min(10, max(1, Int((Double(count) * 1.3).squareRoot().rounded(.up))))
    }
}
