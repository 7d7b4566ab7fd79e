public import Dataset

/// Logs come in whatever shape a trainer's author found handy.
extension Dialect {
    /// The log lines in an answer: a string, an array of lines, or an object holding either under `logs`. An element that
    /// is an object is a line of its words with its time and level.
    public static func logLines(in answer: JSONValue) -> [String]? {
        switch answer {
        case .string(let text): lines(of: text)
        case .array(let elements):
            elements.flatMap { element in
                let own = lines(of: element.string ?? entry(element) ?? element.text())
                // An element is a line even when nothing stands on it.
                return own.isEmpty ? [""] : own
            }
        case .object: answer["logs"].flatMap(logLines(in:))
        default: nil
        }
    }

    /// A text's lines, whatever ends them. What a progress bar drew over by a bare carriage return is a line too: nothing
    /// that was logged gets lost.
    public static func lines(of text: String) -> [String] {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        return (lines.last == "" ? lines.dropLast() : lines).flatMap { line in
            // A bar that goes back before it draws leaves nothing where it came from.
            let drawn = line.split(separator: "\r")
            return drawn.isEmpty ? [""] : drawn.map(String.init)
        }
    }

    /// A structured log's entry as a line; nil for an object without words.
    private static func entry(_ element: JSONValue) -> String? {
        func first(_ keys: [String]) -> String? { keys.lazy.compactMap { element[$0]?.string }.first }
        guard let words = first(["message", "msg", "text", "line", "log"]) else { return nil }
        let parts = [
            first(["timestamp", "time", "ts", "at"]), first(["level", "levelname", "severity"]), words,
        ]
        return parts.compactMap(\.self).joined(separator: " ")
    }
}
