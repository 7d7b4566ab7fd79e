/// What is new in a log that is read again and again: pure.
///
/// A count of lines would not do. A trainer may give all of its log, or a window on its last lines; the log may begin anew;
/// and its last line may still grow, or be drawn over as a progress bar is.
public struct LogTail: Sendable {
    /// A line to show.
    public struct Line: Sendable, Equatable {
        /// The whole line.
        public let text: String
        /// Whether it stands in the place of the line shown last, which was not complete.
        public let replacesLast: Bool

        /// A line.
        public init(_ text: String, replacesLast: Bool = false) {
            self.text = text
            self.replacesLast = replacesLast
        }
    }

    private var last: [String] = []

    /// A tail of a log that was never read.
    public init() {}

    /// Takes in the log as it is now, and gives what was not there before. An empty log is one that can't be read for a
    /// moment: what comes after it is compared with what was before.
    public mutating func read(_ lines: [String]) -> [Line] {
        guard !lines.isEmpty else { return [] }
        let (known, replaces) = Self.known(last, lines)
        last = lines
        return lines.dropFirst(known).enumerated().map { index, text in
            Line(text, replacesLast: replaces && index == 0)
        }
    }

    /// Takes in lines that came behind the log as it was last read.
    ///
    /// - Parameter count: how many lines at the end of the log as it was these replace: it had not ended with a line.
    public mutating func append(_ lines: [String], replacing count: Int) -> [Line] {
        let open = last.suffix(count)
        let known = zip(open, lines).prefix { $0 == $1 }.count
        last.removeLast(min(count, last.count))
        last += lines
        return lines.dropFirst(known).enumerated().map { index, text in
            Line(text, replacesLast: index == 0 && known < open.count)
        }
    }

    /// How many of the lines were shown, and whether the next one stands in the place of the last.
    private static func known(_ last: [String], _ lines: [String]) -> (Int, Bool) {
        if last.isEmpty { return (0, false) }
        // How the old log ends is how the new one begins: with all of itself, or with the lines still in the window.
        let matched = matches(of: lines, along: last)
        let whole = matched[last.count - 1]
        let butLast = last.count > 1 ? matched[last.count - 2] : 0
        if whole <= butLast, butLast < lines.count {
            // All but the last line is there: that one has changed.
            let end = last[last.count - 1]
            if whole < butLast || (!end.isEmpty && lines[butLast].hasPrefix(end)) { return (butLast, true) }
        }
        if whole > 0 { return (whole, false) }
        // The window may have become larger at its front.
        let found = matches(of: last, along: lines)
        return ((found.lastIndex(of: last.count) ?? -1) + 1, false)
    }

    /// For each place in `text` the length of the longest beginning of `pattern` that ends there (Knuth, Morris, Pratt):
    /// in linear time, since logs are long and alike from line to line.
    private static func matches(of pattern: [String], along text: [String]) -> [Int] {
        var borders = [0]
        func extend(_ length: Int, by line: String) -> Int {
            var length = length
            while length > 0, length == pattern.count || pattern[length] != line {
                length = borders[length - 1]
            }
            return length < pattern.count && pattern[length] == line ? length + 1 : 0
        }
        for line in pattern.dropFirst() { borders.append(extend(borders[borders.count - 1], by: line)) }
        var length = 0
        return text.map { line in
            length = extend(length, by: line)
            return length
        }
    }
}
