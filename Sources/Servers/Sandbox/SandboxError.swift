/// Why a sandbox could not be made.
public struct SandboxError: Error, Sendable, CustomStringConvertible {
    /// What happened and where.
    public let message: String
    /// What to do next.
    public let hint: String

    /// A failure.
    public init(message: String, hint: String) {
        self.message = message
        self.hint = hint
    }

    /// Both in a line.
    public var description: String { "\(message); \(hint)" }
}
