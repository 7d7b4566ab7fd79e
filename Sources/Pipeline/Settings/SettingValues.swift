import Dataset
import Yams

/// The values that a pipeline file and `--set` give, by path, each with its place; unknown keys and wrong
/// types are collected, not thrown, so that all are reported at once.
struct SettingValues {
    struct Value {
        let node: Node
        let place: String
        let line: Int?
    }

    /// The file that they stand in.
    let file: String
    private(set) var values: [String: Value] = [:]
    private(set) var problems: [Problem] = []
    /// The paths that the command line gave.
    private(set) var overridden: Set<String> = []
    /// Whether the file is a mapping at all; without, other problems are not reported.
    private(set) var isMapping = false

    /// Reads a file's text. JSON is YAML.
    init(yaml: String, file: String) {
        self.file = file
        if let fault = YAMLLimits.fault(of: yaml, bytes: SettingsText.longest) {
            problems = [.init(file, nil, fault, hint: "write the settings out; see the files in pipelines/")]
            return
        }
        do {
            guard let root = try Yams.compose(yaml: yaml) else {
                problems = [.init(file, 1, "is empty", hint: "start from one of the files in pipelines/")]
                return
            }
            isMapping = root.mapping != nil
            take(root, "", file)
        } catch let error as YamlError {
            let (line, words) = Self.explain(error)
            problems = [
                .init(file, line, "is not YAML: \(words)", hint: "check the indentation and the quotes there")
            ]
        } catch {
            problems = [.init(file, nil, "can't be read", hint: "check that it is UTF-8 text")]
        }
    }

    /// Puts a `key.path=value` of the command line over the file's.
    mutating func set(_ assignment: String) {
        let place = "--set \(Self.shown(assignment.prefix { $0 != "=" }))"
        guard let equals = assignment.firstIndex(of: "=") else {
            problems.append(.init(place, nil, "has no value", hint: "write --set key.path=value"))
            return
        }
        let path = String(assignment[..<equals])
        let text = String(assignment[assignment.index(after: equals)...])
        let parts = path.split(separator: ".").map(String.init)
        if path.hasPrefix("check.rules."), parts.count == 3 || parts.count == 4 {
            setRule(parts[2], parts.count == 4 ? parts[3] : "severity", text, place)
        } else if Setting.named(path) == nil {
            unknown(path, place, nil)
        } else {
            values[path] = Value(node: Node(text), place: place, line: nil)
            overridden.insert(path)
        }
    }

    /// These values with one more over them, which stands in the file's matrix.
    func varied(_ path: String, _ text: String, line: Int?) -> SettingValues {
        var varied = self
        varied.values[path] = Value(node: Node(text), place: values["matrix"]?.place ?? "matrix", line: line)
        return varied
    }

    /// Puts a rule's severity or threshold over what the file says of the rule, and leaves the rest of that.
    private mutating func setRule(_ rule: String, _ member: String, _ text: String, _ place: String) {
        let given = values["check.rules"]
        var rules = given?.node.mapping ?? Node.Mapping([])
        var settings = rules[Node(rule)]?.mapping ?? Node.Mapping([])
        if let word = rules[Node(rule)], word.scalar != nil { settings[Node("severity")] = word }
        settings[Node(member)] = Node(text)
        rules[Node(rule)] = .mapping(settings)
        values["check.rules"] = Value(
            node: .mapping(rules), place: given?.place ?? place, line: given?.line)
    }

    private mutating func take(_ node: Node, _ prefix: String, _ file: String) {
        guard case .mapping(let mapping) = node else {
            let what = prefix.isEmpty ? "the file" : prefix
            problems.append(
                .init(file, node.mark?.line, "\(what) must be a mapping of keys", hint: "see lorapipe schema")
            )
            return
        }
        for (key, value) in mapping {
            let path = prefix.isEmpty ? key.string ?? "?" : prefix + "." + (key.string ?? "?")
            if values[path] != nil {
                problems.append(.init(file, key.mark?.line, "\(path) stands twice", hint: "remove one"))
            } else if Setting.named(path) != nil {
                values[path] = Value(node: value, place: file, line: key.mark?.line)
            } else if Setting.sections.contains(path) {
                if value.null == nil { take(value, path, file) }
            } else {
                unknown(path, file, key.mark?.line)
            }
        }
    }

    private mutating func unknown(_ path: String, _ place: String, _ line: Int?) {
        if Setting.sections.contains(path) {
            problems.append(
                .init(place, line, "\(path) is a section", hint: "name one of its keys, as in \(path).KEY"))
            return
        }
        // Looking for near names costs; a file with this many unknown keys is none of ours.
        let nearest =
            problems.count < 100
            ? NearestName.of(path, among: Setting.all.map(\.path) + Setting.sections) : nil
        problems.append(
            .init(
                place, line, "unknown key \(Self.shown(path[...]))",
                hint: nearest.map { "did you mean \($0)?" } ?? "see lorapipe schema"))
    }

    /// A key as it may be shown: one with a colon or space forgotten holds its value, which can be a secret.
    static func shown(_ key: Substring) -> String {
        key.wholeMatch(of: /[A-Za-z0-9_.-]{1,60}/) == nil
            ? "(not shown: it is no key but a longer text)" : String(key)
    }

    private static func explain(_ error: YamlError) -> (line: Int?, words: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            (mark.line, problem)
        case .duplicatedKeysInMapping(let keys, let context):
            (context.mark.line, "\(shown((keys.first ?? "a-key")[...])) stands twice")
        default: (nil, "it can't be parsed")
        }
    }
}

/// Finds what was probably meant by a mistyped name.
enum NearestName {
    /// The candidate with the fewest edits, when at most a third of its letters (and at least two) differ.
    static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
        let length = name.count
        // The distance is at least the difference of the lengths: most candidates need no table.
        let near = candidates.filter { abs($0.count - length) <= allowed($0) }
        let best = near.map { ($0, EditDistance.between(name, $0)) }.min { $0.1 < $1.1 }
        guard let best, best.1 <= allowed(best.0) else { return nil }
        return best.0
    }

    private static func allowed(_ candidate: String) -> Int { max(2, candidate.count / 3) }
}
