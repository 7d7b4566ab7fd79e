/// A stretch of text that is set in one way.
public struct TextRun: Sendable, Equatable {
    /// What it says. It is never taken for markup.
    public var text: String
    /// Whether it stands out.
    public var isBold: Bool

    /// A stretch of text.
    public init(_ text: String, isBold: Bool = false) {
        self.text = text
        self.isBold = isBold
    }
}

/// How text is set.
public struct TextStyle: Sendable {
    /// The font's name without a size, as in `DejaVu Sans`; another takes its place for letters that it lacks, and a
    /// box for those that none on the machine has.
    public var font: String
    /// The size in pixels.
    public var size: Int
    /// The letters' colour.
    public var ink: Picture.Colour
    /// The colour behind them.
    public var paper: Picture.Colour
    /// Whether it stands in the middle of its box, across and down; else it begins at the top, at the side where its
    /// writing begins.
    public var isCentred: Bool

    /// A style.
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
