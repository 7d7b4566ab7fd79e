/// A text with marks such as `[[title]]`. It is parsed once, before anything is inserted: inserted text is never parsed for
/// marks.
struct Template {
    /// A part of a template.
    enum Piece: Equatable {
        case text(Substring)
        case mark(String)
    }

    let pieces: [Piece]

    init(_ text: String) {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "[["), let close = rest[open.upperBound...].firstRange(of: "]]")
        {
            pieces.append(.text(rest[..<open.lowerBound]))
            pieces.append(.mark(String(rest[open.upperBound..<close.lowerBound])))
            rest = rest[close.upperBound...]
        }
        self.pieces = pieces + [.text(rest)]
    }
}
