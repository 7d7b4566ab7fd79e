import Dataset
import Yams

/// Reads `matrix`: settings by their paths, each with a list of values.
struct MatrixReading {
    /// What the file lists, without the settings that the command line decided.
    private(set) var matrix = Matrix()
    private(set) var problems: [Problem] = []

    private let place: String
    private let line: Int?
    private let variables: Variables

    init(_ values: SettingValues, _ variables: Variables) {
        self.variables = variables
        let given = values.values["matrix"]
        place = given?.place ?? "the pipeline file"
        line = given?.line
        // Taken away by --set matrix=, or with every line of it commented out.
        guard let given, given.node.null == nil, given.node.scalar?.string != "" else { return }
        guard let mapping = given.node.mapping else {
            report(
                given.line, "matrix must be a mapping of settings to lists",
                hint: "as in train.network_dim: [16, 32]")
            return
        }
        for (key, value) in mapping {
            guard let axis = axis(key, value) else { continue }
            if !values.overridden.contains(axis.path) { matrix.axes.append(axis) }
        }
        if matrix.count > Matrix.limit {
            let count = matrix.count == .max ? "more runs than can be counted" : "\(matrix.count) runs"
            report(
                given.line, "matrix makes \(count)",
                hint: "at most \(Matrix.limit): list fewer values, or write several files")
            matrix.axes = []
        }
    }

    /// What is wrong with a matrix where only one run can be done; empty where there is one run.
    var refusal: [Problem] {
        if !problems.isEmpty { return problems }
        if matrix.count == 1 && matrix.axes.isEmpty { return [] }
        let first = matrix.axes.map { "--set \($0.path)=\($0.values[0].text.printableLine)" }
        return [
            .init(
                place, line, "a matrix of \(matrix.count) run(s), which only lorapipe train carries out",
                hint: "pick one, as in \(first.joined(separator: " ")), or leave it aside by --set matrix=")
        ]
    }

    private mutating func axis(_ key: Node, _ value: Node) -> Matrix.Axis? {
        let line = key.mark?.line
        let path = key.string ?? "?"
        guard let setting = Setting.named(path), setting.canVary else {
            refuse(path, line)
            return nil
        }
        guard let sequence = value.sequence else {
            report(
                line, "matrix: \(path) must be a list of values", hint: "as in \(path): [first, second]")
            return nil
        }
        if sequence.isEmpty { report(line, "matrix: \(path) lists no value", hint: "list one, or remove it") }
        var values: [Matrix.Value] = []
        for node in sequence {
            let line = node.mark?.line ?? line
            guard let text = node.scalar?.string, node.null == nil, !text.isEmpty else {
                report(
                    line, "matrix: \(path) lists something that is no single value",
                    hint: "each must be a text or a number; to try the default too, write it out")
                continue
            }
            let value = Matrix.Value(text: text, expanded: variables.expand(text).text, line: line)
            if values.contains(where: { Self.isSame($0, value, setting.kind) }) {
                report(
                    line, "matrix: \(path) lists \(text.printableLine) twice",
                    hint: "remove one: the same run would be made again")
            }
            values.append(value)
        }
        return values.isEmpty ? nil : Matrix.Axis(path: path, values: values)
    }

    /// Says why a key can't be one of the matrix's.
    private mutating func refuse(_ path: String, _ line: Int?) {
        if let setting = Setting.named(path) {
            let hint =
                switch setting.kind {
                case .secret: "secrets stand in the environment, and runs are named by what varies"
                case .texts, .rules, .waivers: "only settings with a single value vary; write two files"
                default: "it holds for the whole file"
                }
            report(line, "matrix: \(path) can't vary", hint: hint)
        } else if Setting.sections.contains(path) {
            report(
                line, "matrix: \(path) is a section",
                hint: "write the whole path of a setting, as in \(Self.example(of: path)): [first, second]")
        } else {
            let names = Setting.all.filter(\.canVary).map(\.path)
            report(
                line, "matrix: unknown key \(SettingValues.shown(path[...]))",
                hint: NearestName.of(path, among: names).map { "did you mean \($0)?" }
                    ?? "it takes settings by their whole path, as in train.network_dim; see lorapipe schema")
        }
    }

    private static func example(of section: String) -> String {
        Setting.all.first { $0.path.hasPrefix(section + ".") && $0.canVary }?.path ?? "train.network_dim"
    }

    /// Whether two values come to the same, however they are spelled.
    private static func isSame(_ one: Matrix.Value, _ other: Matrix.Value, _ kind: Setting.Kind) -> Bool {
        switch kind {
        case .integer, .number, .choiceOrNumber:
            if let one = Double(one.expanded), let other = Double(other.expanded) { return one == other }
            return one.expanded == other.expanded
        default: return one.expanded == other.expanded
        }
    }

    private mutating func report(_ line: Int?, _ message: String, hint: String) {
        problems.append(.init(place, line, message, hint: hint))
    }
}
