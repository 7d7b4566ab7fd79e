import Foundation

/// 64 bits that stay nearly the same when a picture is scaled, encoded again or made brighter: for each of the 64 lowest
/// frequencies of its brightness (DCT), whether its coefficient is above their median.
public struct PerceptualHash: Sendable, Hashable, CustomStringConvertible {
    /// The first frequency is the most significant bit.
    public let bits: UInt64

    /// A hash with given bits.
    public init(bits: UInt64) { self.bits = bits }

    /// Reads 16 hexadecimal digits; nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count == 16, let bits = UInt64(text, radix: 16) else { return nil }
        self.bits = bits
    }

    /// 16 hexadecimal digits.
    public var description: String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The Hamming distance, 0 to 64. Unrelated pictures differ in about 32 bits.
    public func distance(to other: PerceptualHash) -> Int { (bits ^ other.bits).nonzeroBitCount }
}

extension PerceptualHash {
    /// The side of the square that is transformed, in means over the picture.
    private static let side = 32
    /// How many frequencies in each direction, from the lowest.
    private static let waves = 8
    /// A picture whose means all lie within so many levels has no shape: its bits would be random.
    private static let flat = 2.0

    /// Of an upright RGB or grey grid; nil when it is flat.
    init?(of grid: PixelGrid) {
        let square = Self.means(grid.grey(), width: grid.width, height: grid.height)
        guard let least = square.min(), let most = square.max(), most - least > Self.flat else { return nil }
        // To 1/16 of a level: equal pictures must give equal bits, whatever the order of the sums.
        let strengths = Self.transform(square).map { ($0 * 16).rounded() }
        let ordered = strengths.sorted()
        let median = (ordered[31] + ordered[32]) / 2
        self.init(bits: strengths.reduce(0) { bits, strength in bits << 1 | (strength > median ? 1 : 0) })
    }

    /// The mean over each of 32 × 32 equal parts of the picture; pixels on a border count for both parts by their share.
    private static func means(_ grey: [UInt8], width: Int, height: Int) -> [Double] {
        let across = parts(of: width)
        let down = parts(of: height)
        return grey.withUnsafeBufferPointer { grey in
            var rows = [Double](repeating: 0, count: side * height)
            for y in 0..<height {
                for (x, part) in across.enumerated() {
                    var sum = 0.0
                    for (offset, weight) in part.weights.enumerated() {
                        sum += weight * Double(grey[y * width + part.first + offset])
                    }
                    rows[y * side + x] = sum
                }
            }
            var square = [Double](repeating: 0, count: side * side)
            for (y, part) in down.enumerated() {
                for (offset, weight) in part.weights.enumerated() {
                    let row = (part.first + offset) * side
                    for x in 0..<side { square[y * side + x] += weight * rows[row + x] }
                }
            }
            return square
        }
    }

    /// For each of 32 parts of a line of pixels: its first pixel, and the weights of its pixels, which sum to 1.
    private static func parts(of length: Int) -> [(first: Int, weights: [Double])] {
        // In units of 1/32 pixel all borders are integers.
        (0..<side).map { part in
            let start = part * length
            let end = start + length
            let pixels = start / side...(end - 1) / side
            return (
                pixels.lowerBound,
                pixels.map { pixel in
                    Double(min(end, (pixel + 1) * side) - max(start, pixel * side)) / Double(length)
                }
            )
        }
    }

    /// The lowest frequencies of the discrete cosine transform (type II), row by row.
    private static func transform(_ square: [Double]) -> [Double] {
        var rows = [Double](repeating: 0, count: side * waves)
        for y in 0..<side {
            for wave in 0..<waves {
                var sum = 0.0
                for x in 0..<side { sum += square[y * side + x] * cosines[wave * side + x] }
                rows[y * waves + wave] = sum
            }
        }
        var out = [Double](repeating: 0, count: waves * waves)
        for wave in 0..<waves {
            for x in 0..<waves {
                for y in 0..<side {
                    out[wave * waves + x] += rows[y * waves + x] * cosines[wave * side + y]
                }
            }
        }
        return out
    }

    private static let cosines: [Double] = (0..<waves * side).map { at in
        cos(Double.pi / Double(side) * (Double(at % side) + 0.5) * Double(at / side))
    }
}
