/// A width and a height in pixels.
public struct PixelSize: Sendable, Hashable, CustomStringConvertible {
    /// Pixels across.
    public var width: Int
    /// Pixels down.
    public var height: Int

    /// A size.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// As in 1024×768.
    public var description: String { "\(width)×\(height)" }
}

/// A rectangle of pixels, its corner counted from the top left.
public struct PixelBox: Sendable, Hashable {
    /// Pixels from the left edge.
    public var left: Int
    /// Pixels from the top edge.
    public var top: Int
    /// Its width and height.
    public var size: PixelSize

    /// A rectangle.
    public init(left: Int, top: Int, width: Int, height: Int) {
        self.left = left
        self.top = top
        size = PixelSize(width: width, height: height)
    }
}

/// The side of the square that the trainer is asked for.
public enum Resolution: Int, Sendable, CaseIterable {
    case r512 = 512
    case r768 = 768
    case r1024 = 1024

    /// The side in pixels.
    public var side: Int { rawValue }
}
