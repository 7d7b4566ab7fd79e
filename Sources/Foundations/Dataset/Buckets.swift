/// The sizes that the trainer sorts pictures into when it works with buckets (kohya-ss/musubi-tuner for Qwen-Image).
/// A picture of exactly a bucket's size is used untouched.
public struct Buckets: Sendable, Hashable {
    /// All sizes, by width; each is a multiple of 16 both ways.
    public let sizes: [PixelSize]

    private static let step = 16

    /// The buckets of a resolution.
    ///
    /// Widths go from half the side to the side, by 16; the height is the largest multiple of 16 with which the area
    /// stays within the square's; and the same lying the other way.
    public init(_ resolution: Resolution) {
        let side = resolution.side
        var sizes: Set<PixelSize> = []
        for width in stride(from: side / 2 / Self.step * Self.step, through: side, by: Self.step) {
            let height = side * side / width / Self.step * Self.step
            sizes.insert(PixelSize(width: width, height: height))
            sizes.insert(PixelSize(width: height, height: width))
        }
        self.sizes = sizes.sorted { ($0.width, $0.height) < ($1.width, $1.height) }
    }

    /// Whether the trainer leaves a picture of this size as it is.
    public func contains(_ size: PixelSize) -> Bool { sizes.contains(size) }

    /// The bucket that a picture is sorted into: the one whose width over height is nearest to the picture's, and of
    /// two that are equally near the narrower.
    public func best(for size: PixelSize) -> PixelSize {
        let wanted = Double(size.width) / Double(max(1, size.height))
        var best = sizes[0]
        var distance = Double.infinity
        for bucket in sizes {
            // In the trainer's own order of operations: the last bit decides ties.
            let error = abs(Double(bucket.width) / Double(bucket.height) - wanted)
            if error < distance { (best, distance) = (bucket, error) }
        }
        return best
    }
}
