import Dataset

/// Finds two bars of one colour on opposite sides of a picture.
///
/// A bar is a run of whole rows (or columns) from the edge inwards, at least 3 % of the side, of one colour to within
/// a few levels, and it ends sharply: the next row, or one within the 16 rows over which a JPEG blurs an edge, has
/// another colour in most of its pixels. Bars lie on two opposite sides and have one colour, and neither of the other two
/// sides is plain. So a subject on a plain background has no bars: its outline begins with a few pixels, or the
/// background continues on its other sides. A picture framed on all four sides has none either: it can't be distinguished
/// from a rectangular subject on a plain background.
enum Letterbox {
    /// The smallest share of the side that counts as a bar.
    static let leastBar = 0.03
    /// How many levels a pixel of a bar may differ from the bar's colour.
    static let barTolerance = 10
    /// From how many levels on a pixel counts as another colour than the bar's.
    static let otherColour = 24
    /// The share of the first row behind a bar that must have another colour.
    static let sharpEnd = 0.6
    /// Rows over which a bar's end may be blurred: a block of 8, at half the resolution for colours.
    static let smear = 16

    /// The part of an RGB grid between two bars.
    static func content(of grid: PixelGrid) -> PixelBox? {
        grid.values.withUnsafeBufferPointer { values in
            let row = grid.width * grid.bands
            let rows = Lines(
                values: values, count: grid.height, length: grid.width, step: grid.bands, lineStep: row)
            let columns = Lines(
                values: values, count: grid.width, length: grid.height, step: row, lineStep: grid.bands)
            if let content = rows.content, !columns.hasPlainEdge {
                return PixelBox(left: 0, top: content.lowerBound, width: grid.width, height: content.count)
            }
            if let content = columns.content, !rows.hasPlainEdge {
                return PixelBox(left: content.lowerBound, top: 0, width: content.count, height: grid.height)
            }
            return nil
        }
    }

    /// A grid as rows or as columns.
    private struct Lines {
        let values: UnsafeBufferPointer<UInt8>
        /// How many lines.
        let count: Int
        /// Pixels of a line.
        let length: Int
        /// Bytes from pixel to pixel, and from line to line.
        let step: Int
        let lineStep: Int

        /// The lines of the smallest bar.
        var least: Int { max(2, Int((Letterbox.leastBar * Double(count)).rounded(.up))) }

        /// The lines between two bars of one colour; nil without such bars.
        var content: Range<Int>? {
            guard count > 4 * least,
                !isOff(0, (count - 1) * lineStep, 2 * Letterbox.barTolerance),
                let first = end(of: Array(0..<count / 2)),
                let last = end(of: Array((count / 2..<count).reversed()))
            else { return nil }
            return first..<last + 1
        }

        /// Whether it begins or ends with enough lines of one colour for a bar.
        var hasPlainEdge: Bool {
            [Array(0..<least), Array((count - least..<count).reversed())].contains { lines in
                count > 2 * least && lines.allSatisfy { isPlain($0, lines[0] * lineStep) }
            }
        }

        /// The first of `lines` behind the bar at their start; nil where there is no bar.
        private func end(of lines: [Int]) -> Int? {
            let colour = lines[0] * lineStep
            guard let end = lines.firstIndex(where: { !isPlain($0, colour) }), end >= least else {
                return nil
            }
            return lines[end..<min(lines.count, end + Letterbox.smear)].first {
                share(of: $0, from: colour, Letterbox.otherColour) >= Letterbox.sharpEnd
            }
        }

        /// Whether all but single pixels of a line have the colour at `colour`.
        private func isPlain(_ line: Int, _ colour: Int) -> Bool {
            share(of: line, from: colour, Letterbox.barTolerance) <= 0.005
        }

        /// The share of a line's pixels that differ by more than `tolerance` levels from the one at `colour`.
        private func share(of line: Int, from colour: Int, _ tolerance: Int) -> Double {
            var off = 0
            for pixel in 0..<length where isOff(line * lineStep + pixel * step, colour, tolerance) {
                off += 1
            }
            return Double(off) / Double(length)
        }

        private func isOff(_ at: Int, _ colour: Int, _ tolerance: Int) -> Bool {
            for band in 0..<3
            where abs(Int(values[at + band]) - Int(values[colour + band])) > tolerance {
                return true
            }
            return false
        }
    }
}
