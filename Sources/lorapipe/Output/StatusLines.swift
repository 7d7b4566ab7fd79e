import Dataset

/// The lines at the bottom of a terminal that change, one for each run under way. Pure: it gives what is to be written.
struct StatusLines {
    private var lines: [(owner: String, line: StatusLine)] = []
    /// How many stand on the screen, with the cursor behind the last.
    private var rows = 0

    /// Whether there is none.
    var isEmpty: Bool { lines.isEmpty }

    /// Changes an owner's line, or takes it away where it is nil; false when that changes nothing.
    mutating func set(_ line: StatusLine?, of owner: String) -> Bool {
        guard let place = lines.firstIndex(where: { $0.owner == owner }) else {
            guard let line else { return false }
            lines.append((owner, line))
            return true
        }
        guard lines[place].line != line else { return false }
        if let line { lines[place].line = line } else { lines.remove(at: place) }
        return true
    }

    /// What takes away the lines that stand on the screen, and leaves the cursor where the first began.
    func erased() -> String {
        rows > 1
            ? "\r" + String(repeating: "\u{1B}[A", count: rows - 1) + "\u{1B}[J" : "\r\u{1B}[K"
    }

    /// What writes them; to be written when nothing of them is on the screen.
    ///
    /// A line that is too long would wrap, and its rest stay behind; so would lines above the first row.
    mutating func drawn(on size: (columns: Int, rows: Int)) -> String {
        let columns = max(1, size.columns - 1)
        // Strangers' text in it can't steer the terminal.
        var texts = lines.map { $0.line.text(columns: columns).withoutControls }
        let room = max(1, size.rows - 1)
        if texts.count > room {
            let shown = max(0, room - 1)
            texts = texts.prefix(shown) + ["… and \(texts.count - shown) more"]
        }
        rows = texts.count
        return texts.map { String($0.prefix(columns)) }.joined(separator: "\n")
    }
}
