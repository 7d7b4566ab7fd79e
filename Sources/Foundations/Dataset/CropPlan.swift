/// How an upright picture becomes one of exactly the size that the trainer takes untouched: computed from sizes and a
/// point alone, carried out by Prepare.
public struct CropPlan: Sendable, Hashable {
    /// The upright source's size.
    public var source: PixelSize
    /// The size after resizing and before cropping: covers the target, one side exactly.
    public var resized: PixelSize
    /// The part of the resized picture that stays: exactly the target's size.
    public var crop: PixelBox

    /// Covers `target` and keeps the part around `focus`; nil for a picture without pixels.
    ///
    /// The side that needs the larger scale becomes exactly the target's. The other one is rounded half up, never below
    /// the target's. An odd remainder leaves one pixel more on the right or the bottom, as the trainer's own crop does.
    public init?(filling target: PixelSize, from source: PixelSize, keeping focus: Focus = .centre) {
        guard source.width > 0, source.height > 0, target.width > 0, target.height > 0 else { return nil }
        self.source = source
        let byWidth = target.width * source.height >= target.height * source.width
        if byWidth {
            let height = Self.scaled(source.height, target.width, source.width)
            resized = PixelSize(width: target.width, height: max(target.height, height))
        } else {
            let width = Self.scaled(source.width, target.height, source.height)
            resized = PixelSize(width: max(target.width, width), height: target.height)
        }
        crop = PixelBox(
            left: Self.offset(resized.width, target.width, focus.x),
            top: Self.offset(resized.height, target.height, focus.y),
            width: target.width, height: target.height)
    }

    /// The plan of no picture, as a place for one that is read.
    public static let empty = CropPlan()

    private init() {
        (source, resized) = (PixelSize(width: 0, height: 0), PixelSize(width: 0, height: 0))
        crop = PixelBox(left: 0, top: 0, width: 0, height: 0)
    }

    /// The plan that a recipe makes of a picture; nil for a picture without pixels.
    public init?(_ recipe: Recipe, from source: PixelSize, keeping focus: Focus = .centre) {
        self.init(filling: recipe.target(for: source), from: source, keeping: focus)
    }

    /// `length` × `to` ÷ `from`, rounded half up.
    private static func scaled(_ length: Int, _ to: Int, _ from: Int) -> Int {
        (2 * length * to + from) / (2 * from)
    }

    /// Where a part begins that has a point of the whole in its middle, inside the whole.
    private static func offset(_ whole: Int, _ part: Int, _ point: Double) -> Int {
        let start = (point * Double(whole) - Double(part) / 2).rounded(.down)
        return min(max(0, Int(start)), whole - part)
    }

    /// Output pixels per source pixel; above 1 the picture is enlarged.
    public var scale: Double {
        max(
            Double(crop.size.width) / Double(source.width), Double(crop.size.height) / Double(source.height))
    }

    /// Whether pixels have to be invented.
    public var enlarges: Bool { crop.size.width > source.width || crop.size.height > source.height }

    /// Whether the picture can be resized so at all: a line of a few pixels becomes longer than libvips counts.
    public var isCarriedOut: Bool { max(resized.width, resized.height) <= ImageLimits.resizedSide }

    /// The kept part in upright source pixels, rounded to whole ones and inside the picture.
    public var sourceBox: PixelBox {
        let width = min(source.width, max(1, Self.scaled(crop.size.width, source.width, resized.width)))
        let height = min(source.height, max(1, Self.scaled(crop.size.height, source.height, resized.height)))
        return PixelBox(
            left: min(Self.scaled(crop.left, source.width, resized.width), source.width - width),
            top: min(Self.scaled(crop.top, source.height, resized.height), source.height - height),
            width: width, height: height)
    }

    /// The share of the picture's area that is cut away, 0 to 1.
    public var loss: Double {
        let kept = Double(crop.size.width) * Double(crop.size.height)
        return 1 - kept / (Double(resized.width) * Double(resized.height))
    }
}

/// What is to be done with pictures that are smaller than the size the trainer is to get.
public enum UpscalePolicy: Sendable, Equatable {
    /// None is enlarged.
    case refuse
    /// All are.
    case allow
    /// Those are of which no side has to grow by more than this factor.
    case limit(Double)

    /// Whether a picture may be enlarged by a factor above 1.
    public func permits(_ factor: Double) -> Bool {
        switch self {
        case .refuse: false
        case .allow: true
        case .limit(let most): factor <= most
        }
    }
}
