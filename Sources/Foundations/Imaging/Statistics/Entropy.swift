import Foundation

/// Shannon entropy over counts.
enum Entropy {
    /// Bits a value, where each value occurs as often as counted; 0 for no counts.
    static func bits(_ counts: [Int]) -> Double {
        let total = Double(counts.reduce(0, +))
        return -counts.reduce(0.0) { sum, count in
            guard count > 0 else { return sum }
            let share = Double(count) / total
            return sum + share * log2(share)
        }
    }

    /// Of a picture as PIL's `Image.entropy` computes it: the histograms of all bands side by side, so that equal values of
    /// two bands differ. One band gives 0 to 8 bits; with three, even plain black gives log₂ 3 = 1.58.
    static func bits(of grid: PixelGrid) -> Double {
        var counts = [Int](repeating: 0, count: 256 * grid.bands)
        grid.values.withUnsafeBufferPointer { values in
            counts.withUnsafeMutableBufferPointer { counts in
                for band in 0..<grid.bands {
                    for at in stride(from: band, to: values.count, by: grid.bands) {
                        counts[band << 8 | Int(values[at])] += 1
                    }
                }
            }
        }
        return bits(counts)
    }
}
