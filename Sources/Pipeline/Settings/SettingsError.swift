/// One thing wrong with a pipeline file or a setting.
public struct Problem: Sendable, Equatable, CustomStringConvertible {
    /// The file, or the option that gave the value.
    public let place: String
    /// The line, from 1.
    public let line: Int?
    /// What is wrong.
    public let message: String
    /// What to do.
    public let hint: String

    init(_ place: String, _ line: Int?, _ message: String, hint: String) {
        self.place = place
        self.line = line
        self.message = message
        self.hint = hint
    }

    /// As `file:line: message (hint)`.
    public var description: String { "\(place)\(line.map { ":\($0)" } ?? ""): \(message) (\(hint))" }
}

/// A pipeline file or its settings are wrong: everything that is, at once.
public struct SettingsError: Error, Sendable, CustomStringConvertible {
    /// At least one.
    public let problems: [Problem]

    /// An error of one or more problems.
    public init(_ problems: [Problem]) { self.problems = problems }

    /// A line each.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
