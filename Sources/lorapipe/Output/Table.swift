import Dataset

/// Columns of text, each as wide as its widest cell, 60 characters at most.
enum Table {
    static func text(_ head: [String], _ rows: [[String]]) -> String {
        let cells = ([head] + rows).map { row in row.map { shortened($0.printableLine) } }
        let widths = head.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { line($0, widths) }.joined(separator: "\n")
    }

    /// The last cell is not padded.
    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var padded: [String] = []
        for (cell, width) in zip(cells, widths) {
            let isLast = padded.count == cells.count - 1
            padded.append(isLast ? cell : cell + String(repeating: " ", count: width - cell.count))
        }
        return padded.joined(separator: "  ")
    }

    private static func shortened(_ text: String) -> String { text.count > 60 ? text.prefix(59) + "…" : text }
}
