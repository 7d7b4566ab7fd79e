import CVipsShims

/// Pictures in rows, to be joined to one. It exists because an array can't hold a noncopyable `Picture`.
public struct PictureGrid: ~Copyable {
    // Owned: a reference each, released by `deinit`.
    private var cells: [OpaquePointer?] = []
    private let columns: Int
    private let spacing: Int
    private let background: Picture.Colour

    /// A grid without pictures.
    ///
    /// - Parameters:
    ///   - columns: pictures in a row.
    ///   - spacing: pixels between them.
    ///   - background: the colour between them, and where a row ends early.
    public init(columns: Int, spacing: Int, background: Picture.Colour) {
        self.columns = columns
        self.spacing = spacing
        self.background = background
    }

    deinit { for case let cell? in cells { cvips_unref(cell) } }

    /// How many pictures are in it.
    public var count: Int { cells.count }

    /// Appends a picture.
    public mutating func add(_ picture: borrowing Picture) {
        cvips_ref(picture.image)
        cells.append(picture.image)
    }

    /// All pictures row by row; every cell has the size of the largest. Fails without a picture.
    ///
    /// Nothing is computed yet, and the grid can be released: the joined picture holds references.
    public func joined() throws(VipsError) -> Picture {
        guard !cells.isEmpty else { throw VipsError(operation: "join", message: "there is no picture") }
        let (count, across) = (Int32(cells.count), Int32(min(columns, cells.count)))
        let colour = Picture.values(background)
        return try Picture.make("join", nil) {
            cvips_join(cells, count, across, Int32(spacing), colour)
        }
    }
}
