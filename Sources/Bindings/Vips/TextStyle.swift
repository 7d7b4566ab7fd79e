/// A run of text with one style.
public struct TextRun: Sendable, Equatable {
    /// The text; it is never interpreted as markup.
    public var text: String
    /// Whether it is set in bold.
    public var isBold: Bool

    /// Regular by default.
    public init(_ text: String, isBold: Bool = false) {
        self.text = text
        self.isBold = isBold
    }
}

/// Font, size, colours and alignment of text.
public struct TextStyle: Sendable {
    /// The font's name without a size, such as `DejaVu Sans`; letters that it lacks come from another font, or are a box where
    /// no font has them.
    public var font: String
    /// The size in pixels.
    public var size: Int
    /// The letters' colour.
    public var ink: Picture.Colour
    /// The colour behind them.
    public var paper: Picture.Colour
    /// Whether it is centred in its box, horizontally and vertically; otherwise it starts at the top, at the side where its
    /// script starts.
    public var isCentred: Bool

    /// By default DejaVu Sans, not centred.
    public init(
        font: String = "DejaVu Sans", size: Int, ink: Picture.Colour, paper: Picture.Colour,
        isCentred: Bool = false
    ) {
        self.font = font
        self.size = size
        self.ink = ink
        self.paper = paper
        self.isCentred = isCentred
    }
}
