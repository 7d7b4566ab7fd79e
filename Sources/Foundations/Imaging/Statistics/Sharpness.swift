import Foundation

/// The sharpness of a picture, from its grey copy of 64 pixels on the long side, as CleanVision 0.3 measures it.
///
/// A blurred picture has few edges even at that size. A picture of few greys, such as a drawing, has few edges too and
/// is not blurred: its histogram has peaks, which the second number measures.
public struct Sharpness: Sendable, Equatable {
    /// Standard deviation of an edge filter's output, 0 to about 127.
    public var edges: Double
    /// Standard deviation of the 256 counts of the grey histogram.
    public var greySpread: Double

    /// The long side of the copy, in pixels.
    static let side = 64

    /// The size of the copy: sides rounded down, and never larger than the picture.
    static func size(of width: Int, _ height: Int) -> (width: Int, height: Int) {
        let long = max(width, height)
        guard long > side else { return (width, height) }
        return (max(1, width * side / long), max(1, height * side / long))
    }

    /// From 0 for blurred to 1 for sharp: 1 − e^(−n/100) of each number, added; the histogram's part counts only above 0.18
    /// (CleanVision's `color_threshold`).
    public var score: Double {
        let spiky = 1 - exp(-greySpread / 100)
        return min(1, 1 - exp(-edges / 100) + (spiky > 0.18 ? spiky : 0))
    }
}

extension Sharpness {
    /// Of a grid of the size that `size(of:_:)` returns.
    init(of grid: PixelGrid) {
        let grey = grid.grey()
        let edges = Self.edges(grey, width: grid.width, height: grid.height)
        var counts = [Double](repeating: 0, count: 256)
        for value in grey { counts[Int(value)] += 1 }
        self.init(
            edges: ImageStatistics.rounded(Self.deviation(edges)),
            greySpread: ImageStatistics.rounded(Self.deviation(counts)))
    }

    /// Eight times a pixel minus its eight neighbours, clamped to 0…255; the outermost pixels stay unchanged, as in PIL.
    private static func edges(_ grey: [UInt8], width: Int, height: Int) -> [Double] {
        var edges = grey.map { Double($0) }
        guard width > 2, height > 2 else { return edges }
        for y in 1..<height - 1 {
            for x in 1..<width - 1 {
                let at = y * width + x
                var sum = 9 * Int(grey[at])
                for row in [at - width, at, at + width] {
                    sum -= Int(grey[row - 1]) + Int(grey[row]) + Int(grey[row + 1])
                }
                edges[at] = Double(min(255, max(0, sum)))
            }
        }
        return edges
    }

    private static func deviation(_ values: [Double]) -> Double {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    }
}
