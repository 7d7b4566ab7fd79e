import CVipsShims

/// A failure of the library.
public struct VipsError: Error, CustomStringConvertible, Sendable {
    /// The failed operation: `open`, `resize`, `encode` …
    public let operation: String
    /// The library's own message, for people. It may contain a line of another thread's failure: never branch on it.
    public let message: String
    /// Whether the deadline stopped it.
    public let isTimeout: Bool

    /// Not a timeout by default.
    public init(operation: String, message: String, isTimeout: Bool = false) {
        self.operation = operation
        self.message = message
        self.isTimeout = isTimeout
    }

    /// The operation and the message.
    public var description: String { "\(operation): \(message)" }

    /// Takes the content of the library's error buffer and empties it.
    ///
    /// "The error buffer is shared by all threads": its content would otherwise appear in another error.
    static func taken(from operation: String) -> VipsError {
        guard let buffer = cvips_take_error() else {
            return VipsError(operation: operation, message: "failed without a reason")
        }
        defer { cvips_free(buffer) }
        let lines = String(cString: buffer).split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }
        var seen: Set<Substring> = []
        let text = lines.filter { seen.insert($0).inserted }.joined(separator: "; ")
        return VipsError(operation: operation, message: text.isEmpty ? "failed without a reason" : text)
    }
}
