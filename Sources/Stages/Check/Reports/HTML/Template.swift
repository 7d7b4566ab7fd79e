/// A text with marks such as `[[title]]`. It is read once, before anything is put in: what a row says is never taken
/// for a mark.
struct Template {
    /// What stands in a template.
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
