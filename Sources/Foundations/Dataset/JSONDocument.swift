/// A JSON object that is written member by member, so that a list of a million elements takes no memory. The text is
/// what `JSONValue.text` gives of the same object, byte for byte.
public struct JSONDocument {
    private let isPretty: Bool
    private let sink: (String) throws -> Void
    private var pending = ""
    private var members = 0

    /// Text is passed on once so many bytes of it are there.
    private static let piece = 1 << 16

    /// Begins an object.
    ///
    /// - Parameters:
    ///   - pretty: whether it is indented by two spaces a level; otherwise it stands on one line.
    ///   - sink: receives the text in pieces, in order.
    public init(pretty: Bool, to sink: @escaping (String) throws -> Void) {
        isPretty = pretty
        self.sink = sink
        pending = "{"
    }

    /// Adds a member.
    ///
    /// - Throws: what the sink throws.
    public mutating func add(_ key: String, _ value: JSONValue) throws {
        begin(key)
        pending += isPretty ? value.text(indentedBy: 1) : value.text()
        try flush(at: Self.piece)
    }

    /// Adds a member that is a list.
    ///
    /// - Parameter forEach: calls its argument with each element, in order.
    /// - Throws: what `forEach` and the sink throw.
    public mutating func add(list key: String, _ forEach: ((JSONValue) throws -> Void) throws -> Void) throws
    {
        begin(key)
        pending += "["
        var count = 0
        try forEach { element in
            pending += count == 0 ? "" : ","
            pending += isPretty ? "\n    " + element.text(indentedBy: 2) : element.text()
            count += 1
            try flush(at: Self.piece)
        }
        pending += isPretty && count > 0 ? "\n  ]" : "]"
    }

    /// Ends the object.
    ///
    /// - Throws: what the sink throws.
    public mutating func end() throws {
        pending += isPretty && members > 0 ? "\n}" : "}"
        try flush(at: 0)
    }

    private mutating func begin(_ key: String) {
        pending += members == 0 ? "" : ","
        pending += (isPretty ? "\n  " : "") + JSONValue.quoted(key) + (isPretty ? ": " : ":")
        members += 1
    }

    private mutating func flush(at size: Int) throws {
        guard pending.utf8.count > size else { return }
        try sink(pending)
        pending.removeAll(keepingCapacity: true)
    }
}
