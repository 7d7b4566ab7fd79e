/// How an upright picture becomes the exact square: computed from sizes alone, carried out by Prepare.
public struct CropPlan: Sendable, Hashable {
    /// The upright source's size.
    public let source: PixelSize
    /// The size after resizing and before cropping: covers the square, one side exactly.
    public let resized: PixelSize
    /// The part of the resized picture that stays: exactly the square.
    public let crop: PixelBox

    /// Covers a square of `side` pixels and keeps the centre; nil for a picture without pixels.
    ///
    /// The shorter side becomes exactly `side`. The longer one is rounded half up, never below `side`. An odd
    /// rest leaves one pixel more on the right or the bottom, as the trainer's own crop does.
    public init?(covering side: Int, from source: PixelSize) {
        guard source.width > 0, source.height > 0, side > 0 else { return nil }
        let short = min(source.width, source.height)
        func scaled(_ length: Int) -> Int { max(side, (2 * length * side + short) / (2 * short)) }
        self.source = source
        resized = PixelSize(width: scaled(source.width), height: scaled(source.height))
        crop = PixelBox(
            left: (resized.width - side) / 2, top: (resized.height - side) / 2, width: side, height: side)
    }

    /// Output pixels per source pixel; above 1 the picture is enlarged.
    public var scale: Double {
        Double(resized.width <= resized.height ? resized.width : resized.height)
            / Double(min(source.width, source.height))
    }

    /// Whether pixels have to be invented.
    public var enlarges: Bool { crop.size.width > min(source.width, source.height) }

    /// The kept part in upright source pixels, rounded to whole ones and inside the picture.
    public var sourceBox: PixelBox {
        func back(_ length: Int, _ from: Int, _ to: Int) -> Int {
            (2 * length * to + from) / (2 * from)
        }
        let width = min(source.width, max(1, back(crop.size.width, resized.width, source.width)))
        let height = min(source.height, max(1, back(crop.size.height, resized.height, source.height)))
        return PixelBox(
            left: min(back(crop.left, resized.width, source.width), source.width - width),
            top: min(back(crop.top, resized.height, source.height), source.height - height),
            width: width, height: height)
    }

    /// The share of the picture's area that is cut away, 0 to 1.
    public var loss: Double {
        let kept = Double(crop.size.width) * Double(crop.size.height)
        return 1 - kept / (Double(resized.width) * Double(resized.height))
    }
}
