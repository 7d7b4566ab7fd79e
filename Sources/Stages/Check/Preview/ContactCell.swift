import Dataset
import Imaging
import Vips

/// One row as a cell of a contact sheet's picture: the small copy with the crop, the name, what preparing does, and the
/// caption's first lines.
struct ContactCell {
    /// The trigger word, which is set in bold.
    let trigger: String?
    /// The colour behind transparent pixels.
    let background: Recipe.RGB

    /// The side of the square for a small copy, in pixels: copies are no larger.
    private static let side = 256
    private static let padding = 12
    private static let nameHeight = 21
    private static let fateHeight = 18
    /// Six lines of a caption, enough for most.
    private static let captionHeight = 103
    /// The width of every cell in pixels.
    static let width = side + 2 * padding
    private static let height = padding + side + 10 + nameHeight + fateHeight + 6 + captionHeight + padding

    /// The cell as pixels in memory; the pictures it was made from can be released.
    func picture(of row: RowReview, _ thumbnail: Thumbnail?) throws(VipsError) -> Picture {
        let isUsable = row.facts != nil
        let fate = isUsable ? row.fate.joined(separator: " · ") : "no usable picture"
        var cell = try Picture.plain(width: Self.width, height: Self.height, SheetStyle.sheet)
        var top = Self.padding
        func put(_ part: borrowing Picture, gap: Int) throws(VipsError) {
            cell = try cell.covered(by: part, left: Self.padding, top: top)
            top += part.height + gap
        }
        try put(window(row, thumbnail), gap: 10)
        try put(line([TextRun(row.title, isBold: true)], 14, SheetStyle.ink, Self.nameHeight), gap: 0)
        try put(
            line([TextRun(fate)], 12, isUsable ? SheetStyle.soft : SheetStyle.error, Self.fateHeight), gap: 6)
        try put(caption(row), gap: 0)
        return try cell.decodedInMemory()
    }

    private func line(
        _ runs: [TextRun], _ size: Int, _ ink: Picture.Colour, _ height: Int
    ) throws(VipsError) -> Picture {
        try Picture.text(runs, SheetStyle.style(size, ink), width: Self.side, height: height)
    }

    private func caption(_ row: RowReview) throws(VipsError) -> Picture {
        let (parts, isWhole) = row.caption(trigger: trigger, limit: 1000)
        if parts.isEmpty {
            return try line([TextRun("No caption")], 13, SheetStyle.soft, Self.captionHeight)
        }
        let runs = parts.map { TextRun(Self.paragraph($0.text).withoutControls, isBold: $0.isTrigger) }
        return try line(
            runs + (isWhole ? [] : [TextRun("…")]), 13, SheetStyle.ink, Self.captionHeight)
    }

    /// The text with a space for each run of line ends, which would take up the lines.
    private static func paragraph(_ text: String) -> String {
        var out = ""
        for character in text {
            if !character.isNewline { out.append(character) } else if out.last != " " { out.append(" ") }
        }
        return out
    }

    /// The small copy in its square, or the reason why there is none.
    private func window(_ row: RowReview, _ thumbnail: Thumbnail?) throws(VipsError) -> Picture {
        guard let thumbnail else {
            let reason = row.fault ?? "No small copy of it is at hand."
            let style = SheetStyle.style(13, SheetStyle.error, on: SheetStyle.errorTint, isCentred: true)
            let text = try Picture.text(
                [TextRun(reason.printableLine)], style, width: Self.side - 40, height: Self.side - 40)
            return try text.centred(onWidth: Self.side, height: Self.side, background: SheetStyle.errorTint)
        }
        let small = try Picture.open(
            bytes: thumbnail.bytes, as: PictureFormat(thumbnail.format), access: .random)
        let flat = try small.toSRGB().flattened(
            background: (background.red, background.green, background.blue))
        // Copies differ in size; in the sheet they must not.
        let scale = Double(Self.side) / Double(max(flat.width, flat.height))
        let fitting = try flat.resized(horizontalScale: scale, verticalScale: scale, kernel: .cubic)
        return try marked(fitting, row.plan).centred(
            onWidth: Self.side, height: Self.side, background: SheetStyle.line)
    }

    /// Darkens what the crop cuts, and draws a light line around what it keeps.
    private func marked(_ picture: borrowing Picture, _ plan: CropPlan?) throws(VipsError) -> Picture {
        guard let plan, plan.loss > 0 else { return picture.same() }
        func scaled(_ length: Int, _ from: Int, _ to: Int) -> Int { (2 * length * to + from) / (2 * from) }
        let (box, source) = (plan.sourceBox, plan.source)
        let left = min(scaled(box.left, source.width, picture.width), picture.width - 1)
        let top = min(scaled(box.top, source.height, picture.height), picture.height - 1)
        let width = max(1, min(scaled(box.size.width, source.width, picture.width), picture.width - left))
        let height = max(1, min(scaled(box.size.height, source.height, picture.height), picture.height - top))
        let line = min(2, (min(width, height) - 1) / 2)
        let kept = try picture.cropped(
            left: left + line, top: top + line, width: width - 2 * line, height: height - 2 * line)
        let square = try kept.centred(onWidth: width, height: height, background: (255, 255, 255))
        return try picture.dimmed(by: 0.45).covered(by: square, left: left, top: top)
    }
}

/// The colours of the page's light theme, and the text style.
enum SheetStyle {
    static let ground: Picture.Colour = (0xF4, 0xF6, 0xF5)
    static let sheet: Picture.Colour = (0xFF, 0xFF, 0xFF)
    static let line: Picture.Colour = (0xD7, 0xDD, 0xDB)
    static let ink: Picture.Colour = (0x17, 0x21, 0x1F)
    static let soft: Picture.Colour = (0x56, 0x62, 0x5F)
    static let error: Picture.Colour = (0xA8, 0x20, 0x1A)
    static let errorTint: Picture.Colour = (0xFB, 0xE6, 0xE4)
    /// Pixels around a sheet (`margin`) and between its cells (`gap`).
    static let margin = 28
    static let gap = 16

    static func style(
        _ size: Int, _ ink: Picture.Colour, on paper: Picture.Colour = sheet, isCentred: Bool = false
    ) -> TextStyle {
        TextStyle(size: size, ink: ink, paper: paper, isCentred: isCentred)
    }
}
