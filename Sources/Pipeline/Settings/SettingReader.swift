import Dataset
import Yams

/// Reads single values as their settings' kinds; what can't be read is collected as a problem.
struct SettingReader {
    private let values: [String: SettingValues.Value]
    private let variables: Variables
    private let need: Need
    private let file: String
    private(set) var problems: [Problem]

    init(_ values: SettingValues, _ variables: Variables, for need: Need) {
        self.values = values.values
        self.variables = variables
        self.need = need
        file = values.file
        problems = values.problems
    }

    /// Adds a problem at the place of a setting.
    mutating func report(_ path: String, _ message: String, hint: String) {
        let value = values[path]
        problems.append(.init(value?.place ?? file, value?.line, message, hint: hint))
    }

    /// The text of a setting with its variables replaced; nil when it is not given, null or empty.
    mutating func text(_ path: String) -> String? {
        guard let setting = Setting.named(path), let value = values[path], value.node.null == nil else {
            return nil
        }
        guard let scalar = value.node.scalar?.string else {
            report(path, "\(path) must be a single value", hint: setting.about)
            return nil
        }
        guard let text = expand(scalar, path) else { return nil }
        return text.isEmpty ? nil : text
    }

    /// Reports that a setting is needed, unless it is known by now what is wrong with it.
    mutating func demand(_ path: String, hint: String) {
        if problems.contains(where: { $0.message.hasPrefix(path) }) { return }
        let isGiven = value(path) != nil
        let text = given(path)
        report(
            path,
            "\(path) is " + (isGiven ? "empty\(text.isEmpty ? "" : ": \(text) gives nothing")" : "missing"),
            hint: hint)
    }

    /// Reports that a setting, which the file does not give, would come from a variable that holds nothing.
    mutating func blame(_ names: [String], for path: String) {
        guard !names.isEmpty, !problems.contains(where: { $0.message.hasPrefix(path) }) else { return }
        let given = value(path) == nil ? "missing" : "empty"
        report(
            path, "\(path) is \(given), and \(names.joined(separator: ", ")) \(EmptyVariable.words)",
            hint: "give it a value, or unset it")
    }

    /// A text of a setting with its variables replaced; nil when one of them is not set.
    private mutating func expand(_ text: String, _ path: String) -> String? {
        let (expanded, missing, empty) = variables.expand(text)
        guard !missing.isEmpty || !empty.isEmpty else { return expanded }
        guard let setting = Setting.named(path), setting.neededBy <= need else { return nil }
        if !missing.isEmpty {
            report(
                path, "\(path) needs \(missing.joined(separator: ", ")), which is not set",
                hint: "export it, or put it into a .env beside the pipeline file")
        }
        if !empty.isEmpty {
            report(
                path, "\(path) needs \(empty.joined(separator: ", ")), which \(EmptyVariable.words)",
                hint: "give it a value, or write ${\(empty[0]):-} where nothing is meant")
        }
        return nil
    }

    /// A value as it stands in the file, for an error: its variables unexpanded, since a secret may be in them.
    private func given(_ path: String) -> String { (values[path]?.node.scalar?.string ?? "").printableLine }

    /// One of a choice.
    mutating func choice<Choice: RawRepresentable>(_ path: String, _ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let text = word(path) else { return nil }
        return Choice(rawValue: text)
    }

    /// A text that must be one of the setting's choices.
    mutating func word(_ path: String) -> String? {
        guard let text = text(path), case .choice(let words)? = Setting.named(path)?.kind else { return nil }
        if words.contains(text) { return text }
        let nearest = NearestName.of(text, among: words).map { ", did you mean \($0)?" } ?? ""
        report(
            path, "\(path) is \"\(given(path))\"",
            hint: "it takes \(words.joined(separator: ", "))\(nearest)")
        return nil
    }

    /// An integer; its range is the setting's.
    mutating func integer(_ path: String) -> Int? {
        guard let text = text(path), case .integer(let range)? = Setting.named(path)?.kind else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        let hint =
            range == 1...Int.max
            ? "it takes a positive integer"
            : range == Int.min...Int.max
                ? "it takes an integer that fits 64 bits"
                : "it takes an integer from \(range.lowerBound) to \(range.upperBound)"
        report(path, "\(path) is \"\(given(path))\"", hint: hint)
        return nil
    }

    /// A number; its range is the setting's.
    mutating func number(_ path: String) -> Double? {
        guard let text = text(path), case .number(let range)? = Setting.named(path)?.kind else { return nil }
        if let number = Double(text), range.contains(number) { return number }
        report(
            path, "\(path) is \"\(given(path))\"",
            hint:
                "it takes a number from \(JSONValue.plain(range.lowerBound)) to \(JSONValue.plain(range.upperBound))"
        )
        return nil
    }

    /// One of the setting's words, or a number in its range.
    mutating func wordOrNumber(_ path: String) -> (word: String?, number: Double?) {
        guard let text = text(path), case .choiceOrNumber(let words, let range)? = Setting.named(path)?.kind
        else { return (nil, nil) }
        if words.contains(text) { return (text, nil) }
        if let number = Double(text), range.contains(number) { return (nil, number) }
        report(
            path, "\(path) is \"\(given(path))\"",
            hint: "it takes \(words.joined(separator: ", ")), or a number from "
                + "\(range.lowerBound.text(2)) to \(range.upperBound.text(2))")
        return (nil, nil)
    }

    /// A list of texts, or a single one.
    mutating func texts(_ path: String) -> [String] {
        guard let value = values[path] else { return [] }
        guard let sequence = value.node.sequence else { return text(path).map { [$0] } ?? [] }
        return sequence.compactMap { node in
            guard let scalar = node.scalar?.string else {
                report(path, "\(path) must be a list of texts", hint: "one a line, each behind a dash")
                return nil
            }
            return expand(scalar, path)
        }
    }

    /// Adds a problem at a place of its own.
    mutating func report(_ problem: Problem) { problems.append(problem) }

    /// The raw value of a setting whose kind has a reader of its own.
    func value(_ path: String) -> SettingValues.Value? {
        guard let value = values[path], value.node.null == nil else { return nil }
        return value
    }

    /// A text inside such a value with its variables replaced; nil when one of them is not set.
    mutating func expanded(_ text: String, in path: String) -> String? { expand(text, path) }
}

/// What is said of a variable that is there and holds nothing: mostly it is a secret that was not given.
public enum EmptyVariable {
    /// Behind the variable's name.
    public static let words = "is set but empty (a CI secret that this pull request may not read?)"
}
