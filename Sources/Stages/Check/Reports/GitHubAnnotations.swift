public import Dataset

/// The findings as workflow commands, which GitHub Actions reads from a step's output and shows as annotations.
///
/// The highest severity comes first: GitHub shows ten errors, ten warnings and ten notices of a step (actions/toolkit,
/// docs/problem-matchers.md), and the rest only in the log. Waived findings are left out.
public struct GitHubAnnotations {
    private let report: Report
    private let pipeline: String
    private let file: (String) -> String?

    /// Annotations of one report.
    ///
    /// - Parameters:
    ///   - pipeline: the pipeline file's path in the repository: the place of findings without a file of their own.
    ///   - file: the path in the repository of the file behind a row's id; nil when it is not in the repository.
    public init(report: Report, pipeline: String, file: @escaping (String) -> String? = { _ in nil }) {
        self.report = report
        self.pipeline = pipeline
        self.file = file
    }

    /// Passes a line for each finding to `body`, without its line feed.
    ///
    /// - Throws: `StoreError` when the findings can't be read, and what `body` throws.
    public func forEachLine(_ body: (String) throws -> Void) throws {
        // A pass for each severity: within one, findings stay in row order, and none is held.
        for severity in Severity.allCases.reversed() where report.count(severity) > 0 {
            try report.findings.forEach { finding in
                if finding.severity == severity { try body(line(finding)) }
            }
        }
    }

    private func line(_ finding: Finding) -> String {
        let place = finding.row.flatMap(file) ?? pipeline
        let label = finding.label.map { $0 + ": " } ?? ""
        let hint = (finding.url.map { "\n" + $0 } ?? "") + (finding.hint.isEmpty ? "" : "\n" + finding.hint)
        return "::\(finding.severity.command) file=\(place.asProperty),title=\(finding.rule.asProperty)::"
            + (label + finding.message + hint).asData
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
    /// Escaped for the message of a command. A command ends with its line, so line ends and the escape character are escaped:
    /// no text can end its command and start another.
    fileprivate var asData: String { escaped(also: []) }

    /// Escaped for a property of a command, where `:` and `,` are separators.
    fileprivate var asProperty: String { escaped(also: [":", ","]) }

    /// Works by scalars: a `:` followed by a combining mark is another character in Swift, but still a colon. Control
    /// characters other than line ends could change the log's colours and become spaces.
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
