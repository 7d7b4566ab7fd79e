/// How bright a picture is: √(0.241 R² + 0.691 G² + 0.068 B²) / 255, from 0 for black to 1 for white (CleanVision's
/// formula, after the HSP colour model).
public struct Brightness: Sendable, Equatable {
    /// The level below which 1 % of the pixels are.
    public var p1: Double
    /// The level below which 5 % of the pixels are.
    public var p5: Double
    /// The level below which 99 % of the pixels are.
    public var p99: Double

    /// The range from the darkest to the brightest pixels, without 1 % of each: scikit-image's `is_low_contrast`.
    public var contrast: Double { ImageStatistics.rounded(p99 - p1) }
}

extension Brightness {
    /// Levels are counted in steps of 1/2040.
    private static let steps = 2040

    /// Of an RGB grid.
    init(of grid: PixelGrid) {
        var counts = [Int](repeating: 0, count: Self.steps + 1)
        grid.values.withUnsafeBufferPointer { values in
            counts.withUnsafeMutableBufferPointer { counts in
                for at in stride(from: 0, to: values.count, by: grid.bands) {
                    let (red, green, blue) = (Int(values[at]), Int(values[at + 1]), Int(values[at + 2]))
                    let square = Double(241 * red * red + 691 * green * green + 68 * blue * blue) / 1000
                    counts[Int((square.squareRoot() * 8).rounded())] += 1
                }
            }
        }
        let pixels = grid.width * grid.height
        func level(_ share: Double) -> Double {
            let rank = share * Double(pixels - 1)
            var seen = 0
            let step = counts.firstIndex { count in
                seen += count
                return Double(seen) > rank
            }
            return ImageStatistics.rounded(Double(step ?? Self.steps) / Double(Self.steps))
        }
        self.init(p1: level(0.01), p5: level(0.05), p99: level(0.99))
    }
}
