import CVipsShims

/// The library refused something.
public struct VipsError: Error, CustomStringConvertible, Sendable {
    /// What was being done: `open`, `resize`, `encode` …
    public let operation: String
    /// The library's own words, for people to read. They may hold a line of another thread's failure: never decide
    /// anything by them.
    public let message: String
    /// Whether it was stopped because its time was up.
    public let isTimeout: Bool

    /// An error.
    public init(operation: String, message: String, isTimeout: Bool = false) {
        self.operation = operation
        self.message = message
        self.isTimeout = isTimeout
    }

    /// The operation and the message.
    public var description: String { "\(operation): \(message)" }

    /// Takes what stands in the library's error buffer and empties it.
    ///
    /// "The error buffer is shared by all threads": left full, it would turn up in somebody else's error.
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
