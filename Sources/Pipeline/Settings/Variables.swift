import Foundation

/// The variables that `${NAME}` in a pipeline file reads: the environment, and below it a `.env` file.
public struct Variables: Sendable {
    private let values: [String: String]

    /// The environment alone.
    public init(environment: [String: String]) { values = environment }

    /// The environment, and a `.env` in `directory` for the names that it lacks; no such file is fine.
    ///
    /// - Throws: `SettingsError` for a file that is there and can't be read, or a line that is no assignment.
    public init(environment: [String: String], dotEnvIn directory: String) throws(SettingsError) {
        let path = directory + "/.env"
        guard FileManager.default.fileExists(atPath: path) else {
            values = environment
            return
        }
        let text: String
        do {
            text = try SettingsText.read(path)
        } catch {
            throw SettingsError([
                .init(path, nil, error.what, hint: "check the file, or remove it")
            ])
        }
        values = try Self.parse(text, path).merging(environment) { _, own in own }
    }

    /// The value of a variable; nil when it is not set.
    public subscript(name: String) -> String? { values[name] }

    /// The variables that a text names by `${NAME}` and that are set.
    func named(in text: String) -> [String: String] {
        var named: [String: String] = [:]
        for match in text.matches(of: /\$\{([A-Za-z_][A-Za-z0-9_]*)/) {
            let name = String(match.1)
            if let value = values[name] { named[name] = value }
        }
        return named
    }

    /// `NAME=value` lines: `export ` in front and quotes around are dropped; `#` starts a comment only at a line's
    /// start or behind white space, since passwords hold it; nothing is expanded.
    private static func parse(_ text: String, _ path: String) throws(SettingsError) -> [String: String] {
        var values: [String: String] = [:]
        var problems: [Problem] = []
        for (number, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            var line = raw.trimmingPrefix(while: \.isWhitespace)
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("export ") { line = line.dropFirst(7).trimmingPrefix(while: \.isWhitespace) }
            guard let equals = line.firstIndex(of: "="), let name = variableName(line[..<equals]) else {
                problems.append(
                    .init(
                        path, number + 1, "is no NAME=value line",
                        hint: "write NAME=value, or # before a comment"))
                continue
            }
            values[name] = value(line[line.index(after: equals)...])
        }
        guard problems.isEmpty else { throw SettingsError(problems) }
        return values
    }

    private static func variableName(_ text: Substring) -> String? {
        let name = text.trimmingCharacters(in: .whitespaces)
        return name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) == nil ? nil : name
    }

    private static func value(_ text: Substring) -> String {
        let rest = text.trimmingCharacters(in: .whitespaces)
        if let quote = rest.first, quote == "\"" || quote == "'",
            let end = rest.dropFirst().firstIndex(of: quote)
        {
            return String(rest[rest.index(after: rest.startIndex)..<end])
        }
        guard let comment = rest.firstRange(of: /\s#/) else { return rest }
        return rest[..<comment.lowerBound].trimmingCharacters(in: .whitespaces)
    }

    /// A text with every `${NAME}` and `${NAME:-default}` replaced; the names that have no default and are not set, or
    /// hold nothing, come back beside it. An empty value counts as not set where there is a default, as in a shell; so
    /// `${NAME:-}` is how nothing is said on purpose.
    func expand(_ text: String) -> (text: String, missing: [String], empty: [String]) {
        var missing: [String] = []
        var empty: [String] = []
        let expanded = text.replacing(/\$\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?\}/) { match in
            let name = String(match.1)
            let fallback = match.3.map(String.init)
            if let value = values[name], !value.isEmpty { return value }
            if fallback == nil && values[name] == nil { missing.append(name) }
            if fallback == nil && values[name] != nil { empty.append(name) }
            return fallback ?? ""
        }
        return (expanded, missing, empty)
    }
}
