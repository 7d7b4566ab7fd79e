import CVipsShims

/// Finds how much of a text fits into a box.
struct TextSetting {
    private let letters: [(letter: Character, isBold: Bool)]
    /// Whether the text was longer than could ever fit.
    private let isCut: Bool
    private let font: String
    private let isCentred: Bool
    private let width: Int
    private let height: Int

    init(_ runs: [TextRun], _ style: TextStyle, width: Int, height: Int) {
        // A narrow letter takes a third of its height, so that a box holds fewer than three a square; four are safe.
        let room = width * height / max(1, style.size * style.size) * 4 + 4
        var letters: [(Character, Bool)] = []
        // Counted in scalars: one character can be a letter with a million accents.
        var left = room
        var isCut = false
        for run in runs {
            let scalars = run.text.unicodeScalars.prefix(left + 1)
            isCut = isCut || scalars.count > left
            let kept = String(String.UnicodeScalarView(scalars.prefix(left).map(Self.visible)))
            letters += kept.map { ($0, run.isBold) }
            left -= min(left, scalars.count)
        }
        while letters.last?.0.isWhitespace == true { letters.removeLast() }
        self.letters = letters
        self.isCut = isCut
        font = "\(style.font) \(style.size)"
        isCentred = style.isCentred
        self.width = width
        self.height = height
    }

    /// As much of the text as fits, as ink; nil when nothing is visible.
    func fitting() throws(VipsError) -> Picture? {
        if letters.isEmpty { return nil }
        if !isCut {
            guard let whole = try inked() else { return nil }
            if Self.bottom(whole) <= height { return whole }
        }
        // The longest prefix that fits is in least..<most.
        var (least, most) = (0, letters.count + (isCut ? 1 : 0))
        while most - least > 1 {
            let middle = (least + most) / 2
            if try Self.bottom(ink(markup(middle, "…"))) <= height { least = middle } else { most = middle }
        }
        return try ink(markup(least, "…"))
    }

    /// The whole text; nil when it has no ink.
    ///
    /// The library refuses a text without ink, which is not only white space. Whether that is the reason shows when the same
    /// text is rendered with a visible letter behind it.
    private func inked() throws(VipsError) -> Picture? {
        do {
            return try ink(markup(letters.count))
        } catch {
            _ = try ink(markup(letters.count, "…"))
            return nil
        }
    }

    private func ink(_ markup: String) throws(VipsError) -> Picture {
        try Picture.make("text", nil) { cvips_text(markup, font, Int32(width), isCentred) }
    }

    /// The row below the lowest ink.
    private static func bottom(_ ink: borrowing Picture) -> Int {
        Int(cvips_y_offset(ink.image)) + ink.height
    }

    /// A prefix in Pango's markup, without white space at its end, and the suffix behind it.
    private func markup(_ count: Int, _ end: String = "") -> String {
        var shown = letters.prefix(count)
        while shown.last?.letter.isWhitespace == true { shown.removeLast() }
        var (out, isBold) = ("", false)
        for (letter, wantsBold) in shown {
            if wantsBold != isBold { out += wantsBold ? "<b>" : "</b>" }
            isBold = wantsBold
            for scalar in letter.unicodeScalars { out += Self.escaped(scalar) }
        }
        // A hyphen at the break of a long word would look like one of its letters.
        return "<span insert_hyphens=\"false\">\(out)\(isBold ? "</b>" : "")\(end)</span>"
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        default: String(scalar)
        }
    }

    /// C0 (NUL would end the text), delete and C1 as spaces.
    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        return isControl && scalar != "\n" ? " " : scalar
    }
}
