/// A line at the bottom of a terminal that changes: whose it is, the stage, how far it is, and words about it.
struct StatusLine: Equatable {
    /// The run's name where several are shown side by side.
    var run: String?
    /// The stage, or the whole text of a line without a bar.
    let head: String
    /// What is done, from 0 to 1; nil for a line without a bar.
    var share: Double?
    /// What is known besides, the most wanted first: a narrow terminal shows the first of them.
    var words: [String] = []

    /// The line in at most so many columns. The bar shrinks first, then the last words go; what is left is cut.
    func text(columns: Int) -> String {
        let name = run.map { Self.fitted($0, to: min(Self.widestName, max(8, columns / 4))) + " " } ?? ""
        guard let share else { return String((name + head).prefix(columns)) }
        let done = min(1, max(0, share))
        let start = name + head.padded(to: Self.headWidth)
        let percent = " \(Int(done * 100)) %"
        var kept = words
        func room() -> Int { columns - start.count - percent.count - Self.joined(kept).count }
        while !kept.isEmpty, room() < Self.narrowestBar { kept.removeLast() }
        let bar = Self.bar(done, width: min(Self.widestBar, max(0, room())))
        return String((start + bar + percent + Self.joined(kept)).prefix(columns))
    }

    /// The line without its bar, for output that nobody watches on a terminal.
    var plain: String {
        guard let share else { return head }
        return head.padded(to: Self.headWidth) + "\(Int(min(1, max(0, share)) * 100)) %" + Self.joined(words)
    }

    private static let headWidth = 9
    private static let widestBar = 24
    private static let narrowestBar = 4
    private static let widestName = 28

    private static func joined(_ words: [String]) -> String {
        words.isEmpty ? "" : " " + words.joined(separator: " · ")
    }

    private static func bar(_ share: Double, width: Int) -> String {
        let filled = Int((share * Double(width)).rounded(.down))
        return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    }

    /// In a column; of a long name the end, which is where the runs of a matrix differ.
    private static func fitted(_ name: String, to width: Int) -> String {
        name.count > width ? "…" + name.suffix(width - 1) : name.padded(to: width)
    }
}

extension String {
    /// Filled with blanks up to a width in characters.
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
