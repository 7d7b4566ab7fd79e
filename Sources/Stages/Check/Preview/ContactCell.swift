import Dataset
import Vips

/// One row as a cell of a contact sheet's picture: the small copy with what the crop keeps, the name, what becomes of
/// the picture, and the caption's first lines.
struct ContactCell {
    /// The trigger word, which stands out.
    let trigger: String?
    /// What shows through alpha.
    let background: Recipe.RGB

    /// The side of the square that a small copy is shown in: copies are no larger.
    private static let side = 256
    private static let padding = 12
    private static let nameHeight = 21
    private static let fateHeight = 18
    /// Six lines of a caption, which most fit into.
    private static let captionHeight = 103
    /// Every cell's.
    static let width = side + 2 * padding
    private static let height = padding + side + 10 + nameHeight + fateHeight + 6 + captionHeight + padding

    /// Pixels of the cell, made: whatever they were made of is not needed any more.
    func picture(of row: Reviewed, _ thumbnail: Thumbnail?) throws(VipsError) -> Picture {
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

    private func caption(_ row: Reviewed) throws(VipsError) -> Picture {
        let (parts, isWhole) = row.caption(trigger: trigger, limit: 1000)
        if parts.isEmpty {
            return try line([TextRun("No caption")], 13, SheetStyle.soft, Self.captionHeight)
        }
        let runs = parts.map { TextRun(Self.paragraph($0.text).withoutControls, isBold: $0.isTrigger) }
        return try line(
            runs + (isWhole ? [] : [TextRun("…")]), 13, SheetStyle.ink, Self.captionHeight)
    }

    /// The text with a space for each run of line ends, which would use the lines up.
    private static func paragraph(_ text: String) -> String {
        var out = ""
        for character in text {
            if !character.isNewline { out.append(character) } else if out.last != " " { out.append(" ") }
        }
        return out
    }

    /// The small copy in its square, or the reason why there is none.
    private func window(_ row: Reviewed, _ thumbnail: Thumbnail?) throws(VipsError) -> Picture {
        guard let thumbnail else {
            let reason = row.fault ?? "No small copy of it is at hand."
            let style = SheetStyle.style(13, SheetStyle.error, on: SheetStyle.errorTint, isCentred: true)
            let text = try Picture.text(
                [TextRun(reason.printableLine)], style, width: Self.side - 40, height: Self.side - 40)
            return try text.centred(onWidth: Self.side, height: Self.side, background: SheetStyle.errorTint)
        }
        let small = try Picture.open(
            bytes: thumbnail.bytes, as: thumbnail.format == .webp ? .webp : .jpeg, access: .random)
        let flat = try small.toSRGB().flattened(
            background: (background.red, background.green, background.blue))
        // Copies differ in size; side by side they should not.
        let scale = Double(Self.side) / Double(max(flat.width, flat.height))
        let fitting = try flat.resized(horizontalScale: scale, verticalScale: scale, kernel: .cubic)
        return try marked(fitting, row.plan).centred(
            onWidth: Self.side, height: Self.side, background: SheetStyle.line)
    }

    /// With what the crop cuts away darkened, and a light line around what it keeps.
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
