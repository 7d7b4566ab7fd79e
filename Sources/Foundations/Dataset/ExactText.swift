/// A text that is the same as another when its bytes are. Swift's own comparison takes é for e with an accent behind
/// it, which are two names to a file system, to SQLite and to JSON.
public struct ExactText: Hashable, Sendable {
    /// The text.
    public let text: String

    /// A text.
    public init(_ text: String) { self.text = text }

    /// Whether the bytes are the same.
    public static func == (one: ExactText, other: ExactText) -> Bool { one.text.isExactly(other.text) }

    /// Of the bytes.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
    }
}

extension String {
    /// Whether another text has the same bytes.
    public func isExactly(_ other: String) -> Bool {
        // The quick comparison first: texts that it finds different differ in their bytes too.
        self == other && utf8.elementsEqual(other.utf8)
    }
}
