/// What a `Content-Range` header says: `bytes 5-9/10`, `bytes 5-9/*`, `bytes */10`.
public struct ContentRange: Sendable, Hashable {
    /// The first and last byte of the body in the whole; nil in a refusal (416), which names the total alone.
    public let bytes: ClosedRange<Int64>?
    /// The size of the whole in bytes; nil when the server doesn't know it.
    public let total: Int64?

    /// Reads the header's value; nil when it is malformed or contradicts itself.
    public init?(_ value: String) {
        let words = value.split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
        let parts = words[1].split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        total = Self.number(parts[1])
        guard total != nil || parts[1] == "*" else { return nil }
        if parts[0] == "*" {
            bytes = nil
            if total == nil { return nil }
            return
        }
        let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false).map(Self.number)
        guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last, last < total ?? .max
        else { return nil }
        bytes = first...last
    }

    private static func number(_ text: Substring) -> Int64? {
        // Int64's own reading takes a sign too.
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
    }
}

extension HTTPResponse {
    /// The `Content-Range`, of a 206 or 416; nil when there is none that can be read.
    public var contentRange: ContentRange? { header("Content-Range").flatMap { ContentRange($0) } }
}
