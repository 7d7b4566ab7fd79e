/// Who is told when a run ends. Both at once may be.
public struct NotificationTargets: Sendable, Equatable {
    /// A line for the shell, with the variables that it names by `${NAME}`.
    struct Command: Sendable, Equatable {
        let text: String
        let variables: [String: String]
    }

    let command: Command?
    /// A webhook's address is a password: it is never shown, not in an error either.
    let url: String?

    /// Nobody.
    public static let none = NotificationTargets(command: nil, url: nil)

    /// Whether nobody is to be told.
    public var isEmpty: Bool { command == nil && url == nil }
}
