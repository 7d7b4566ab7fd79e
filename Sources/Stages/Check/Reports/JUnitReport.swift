public import Dataset
import Store

/// The report as JUnit XML, which CI servers show as tests.
///
/// Each rule that is on is a suite, and each of its findings a case; a rule that found nothing has one case that
/// passed. Only an error fails its case: a CI server fails the build when a case fails, and a finding that does not block
/// training must not. A warning or note is a case that passed with the message in its output; the format has nothing
/// between the two. A waived finding is skipped, with the waiver's reason.
public struct JUnitReport {
    private let report: Report
    private let settings: RuleSettings

    /// The suites are the rules that are on.
    ///
    /// - Parameter settings: the settings of the rules.
    public init(report: Report, settings: RuleSettings) {
        self.report = report
        self.settings = settings
    }

    /// Writes the report to a file, atomically.
    ///
    /// - Throws: `StoreError` when the file can't be written.
    public func write(to path: String) throws {
        let file = try DurableFile(path)
        try file.write(text.utf8)
        try file.publish()
    }

    /// The document. It holds no time, so that the same report gives the same text.
    public var text: String {
        let suites = suites
        let (tests, failures, skipped) = suites.reduce((0, 0, 0)) {
            ($0.0 + $1.cases.count, $0.1 + $1.failures, $0.2 + $1.skipped)
        }
        let document: XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="lorapipe check: \(report.dataset.name)" tests="\(tests)" failures="\(failures)" \
            errors="0" skipped="\(skipped)">
            \(XML(suites.map(\.xml)))
            </testsuites>

            """
        return document.text
    }

    private var suites: [Suite] {
        let found = Dictionary(grouping: report.findings) { $0.rule }
        let waived = Dictionary(grouping: report.waived) { $0.finding.rule }
        return RuleTally.all(in: report, settings).map { tally in
            Suite(rule: tally.id, found: found[tally.id] ?? [], waived: waived[tally.id] ?? [])
        }
    }
}

/// One rule with its findings.
private struct Suite {
    let rule: String
    let cases: [XML]
    let failures: Int
    let skipped: Int

    init(rule: String, found: [Finding], waived: [Report.Waived]) {
        self.rule = rule
        failures = found.count { $0.severity == .error }
        skipped = waived.count
        let all =
            found.map { Self.testCase($0, Self.result(of: $0)) }
            + waived.map { Self.testCase($0.finding, "<skipped message=\"\($0.reason)\"/>") }
        cases = all.isEmpty ? ["<testcase classname=\"\(rule)\" name=\"found nothing\"/>"] : all
    }

    var xml: XML {
        """
        <testsuite name="\(rule)" tests="\(cases.count)" failures="\(failures)" errors="0" skipped="\(skipped)">
        \(XML(cases))
        </testsuite>
        """
    }

    private static func testCase(_ finding: Finding, _ result: XML) -> XML {
        "<testcase classname=\"\(finding.rule)\" name=\"\(finding.label ?? "dataset")\">\(result)</testcase>"
    }

    private static func result(of finding: Finding) -> XML {
        let hint = (finding.url.map { $0 + "\n" } ?? "") + finding.hint
        if finding.severity == .error {
            return "<failure type=\"\(finding.rule)\" message=\"\(finding.message)\">\(hint)</failure>"
        }
        return """
            <system-out>\(finding.severity.rawValue): \(finding.message)
            \(hint)</system-out>
            """
    }
}
