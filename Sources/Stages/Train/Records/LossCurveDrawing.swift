import Foundation

/// A loss curve as lines of text, for a terminal.
extension LossCurve {
    /// The signs that a curve is drawn with.
    public enum Signs: Sendable {
        /// Blocks of eight heights and box lines.
        case unicode
        /// Plain ASCII, for terminals and locales that show nothing else.
        case ascii
    }

    /// Draws the curve: the loss upwards, the steps to the right. A column without an observation stays empty.
    ///
    /// - Parameters:
    ///   - width: of the whole, in characters; at least 24.
    ///   - height: of the curve alone, in lines.
    /// - Returns: no line for fewer than two points.
    public func lines(width: Int, height: Int = 8, _ signs: Signs) -> [String] {
        guard points.count > 1, let first = points.first, let last = points.last else { return [] }
        let room = max(24, width)
        // The labels depend on the scale, and that on the columns: the widest label that can be is left room for.
        let plot = room - Self.labelWidth - 2
        let columns = min(plot, points.count)
        let means = means(columns)
        let scale = Scale(means.compactMap(\.self), levels: height * 8)
        let repeats = max(1, min(6, plot / columns))
        let cells = means.flatMap { Array(repeating: $0.map(scale.level), count: repeats) }
        let isPlain = signs == .ascii
        var lines = (0..<height).map { row in
            let label = row == 0 ? scale.top : row == height - 1 ? scale.low : nil
            let bar = label == nil ? (isPlain ? "|" : "│") : (isPlain ? "+" : "┤")
            let drawn = cells.map { Self.cell($0, (height - 1 - row) * 8, isTop: row == 0, scale, isPlain) }
            return Self.right(label.map(Self.label) ?? "") + " " + bar + Self.trimmed(drawn.joined())
        }
        let line = String(repeating: isPlain ? "-" : "─", count: cells.count)
        lines.append(Self.right("loss") + " " + (isPlain ? "+" : "└") + line)
        let (left, end) = ("step \(first.step)", "\(last.step)")
        let space = max(2, cells.count - left.count - end.count)
        lines.append(
            String(repeating: " ", count: Self.labelWidth + 2) + left + String(repeating: " ", count: space)
                + end)
        return lines
    }

    private static let labelWidth = 9

    private static func right(_ text: String) -> String {
        String(repeating: " ", count: max(0, labelWidth - text.count)) + text
    }

    private static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }

    /// Four decimals, or a power of ten: nine characters at most.
    static func label(_ loss: Double) -> String {
        let isPlain = abs(loss) < 1000 && (loss == 0 || abs(loss) >= 0.001)
        return String(format: isPlain ? "%.4f" : "%.1e", locale: Locale(identifier: "en_US_POSIX"), loss)
    }

    /// What stands in a cell whose bottom is at a level of the curve.
    private static func cell(_ level: Int?, _ bottom: Int, isTop: Bool, _ scale: Scale, _ isPlain: Bool)
        -> String
    {
        guard let level else { return " " }
        if isTop && level > scale.levels { return isPlain ? "^" : "▲" }
        let eighths = min(8, level - bottom)
        if isPlain { return eighths >= 4 || (bottom == 0 && eighths > 0) ? "#" : " " }
        return eighths <= 0 ? " " : ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"][eighths - 1]
    }
}

/// From losses to levels of a drawing.
private struct Scale {
    let low: Double
    let top: Double
    let levels: Int

    /// By the least and the largest; but a few losses that are ten times as far up as nine tenths of the others would
    /// press these flat, so they stick out at the top instead.
    init(_ losses: [Double], levels: Int) {
        let sorted = losses.sorted()
        let (least, largest) = (sorted.first ?? 0, sorted.last ?? 0)
        let most = sorted.isEmpty ? 0 : sorted[(sorted.count - 1) * 9 / 10]
        let sticksOut = sorted.count >= 5 && most > least && largest - least > 10 * (most - least)
        low = least
        top = sticksOut ? most + (most - least) / 4 : largest
        self.levels = levels
    }

    /// From 1 at the bottom to `levels`; one more for what sticks out.
    func level(_ loss: Double) -> Int {
        guard top > low else { return levels / 2 }
        if loss > top { return levels + 1 }
        return 1 + Int(((loss - low) / (top - low) * Double(levels - 1)).rounded())
    }
}
