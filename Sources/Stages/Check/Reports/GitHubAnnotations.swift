public import Dataset

/// The findings as commands that GitHub Actions reads from a step's output and shows as annotations.
///
/// The worst come first: of one step GitHub shows ten errors, ten warnings and ten notices (actions/toolkit,
/// docs/problem-matchers.md), and the rest only in the log. What was waived is not told.
public struct GitHubAnnotations {
    private let report: Report
    private let pipeline: String
    private let file: (String) -> String?

    /// Annotations to be printed.
    ///
    /// - Parameters:
    ///   - pipeline: the pipeline file's path in the repository: where findings stand that have no file of their own.
    ///   - file: the path in the repository of the file behind a row's id; nil when it is not in the repository.
    public init(report: Report, pipeline: String, file: @escaping (String) -> String? = { _ in nil }) {
        self.report = report
        self.pipeline = pipeline
        self.file = file
    }

    /// A line for each finding, without a line end.
    public var lines: [String] {
        // Sorting is stable: within one severity they stay in row order.
        report.findings.sorted { $0.severity > $1.severity }.map { finding in
            let place = finding.row.flatMap(file) ?? pipeline
            let label = finding.label.map { $0 + ": " } ?? ""
            let hint =
                (finding.url.map { "\n" + $0 } ?? "") + (finding.hint.isEmpty ? "" : "\n" + finding.hint)
            return "::\(finding.severity.command) file=\(place.asProperty),title=\(finding.rule.asProperty)::"
                + (label + finding.message + hint).asData
        }
    }
}

extension Severity {
    fileprivate var command: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .note: "notice"
        }
    }
}

extension String {
    /// As the message of a command. A command ends with its line, so a line end is escaped, and what starts an escape
    /// is too; then no text can end its command and begin another.
    fileprivate var asData: String { escaped(also: []) }

    /// As a property of a command, where `:` and `,` have a meaning besides.
    fileprivate var asProperty: String { escaped(also: [":", ","]) }

    /// Scalar by scalar: a `:` with a combining mark behind it is another character, and a colon all the same. Control
    /// characters but line ends could steer the log's colours and become spaces.
    private func escaped(also marks: [Unicode.Scalar]) -> String {
        var out = ""
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x0D, 0x25: out += scalar.percentEncoded
            case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: out += " "
            case _ where marks.contains(scalar): out += scalar.percentEncoded
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}

extension Unicode.Scalar {
    /// An ASCII character as `%` and two digits.
    fileprivate var percentEncoded: String {
        "%" + (value < 16 ? "0" : "") + String(value, radix: 16, uppercase: true)
    }
}
