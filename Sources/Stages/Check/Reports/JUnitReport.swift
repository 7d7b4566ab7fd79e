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
        try forEachPiece { try file.write($0.utf8) }
        try file.publish()
    }

    /// Passes the document to `body`, piece by piece. It holds no time, so that the same report gives the same text.
    ///
    /// - Throws: `StoreError` when the findings can't be read, and what `body` throws.
    public func forEachPiece(_ body: (String) throws -> Void) throws {
        let waived = Dictionary(grouping: report.waived) { $0.finding.rule }
        let errors = Dictionary(uniqueKeysWithValues: report.findings.tally.rules.map { ($0.id, $0.errors) })
        let suites = RuleTally.all(in: report, settings)
        let tests = suites.reduce(0) { $0 + max(1, $1.found + $1.waived) }
        let head: XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="lorapipe check: \(report.dataset.name)" tests="\(tests)" failures="\(report.count(.error))" \
            errors="0" skipped="\(report.waived.count)">

            """
        try body(head.text)
        for suite in suites {
            let tests = max(1, suite.found + suite.waived)
            let head: XML = """
                <testsuite name="\(suite.id)" tests="\(tests)" failures="\(errors[suite.id] ?? 0)" errors="0" \
                skipped="\(suite.waived)">

                """
            try body(head.text)
            if suite.found + suite.waived == 0 {
                try body(("<testcase classname=\"\(suite.id)\" name=\"found nothing\"/>\n" as XML).text)
            }
            if suite.found > 0 {
                try report.findings.forEach(rule: suite.id) {
                    try body(Self.testCase($0, Self.result(of: $0)).text + "\n")
                }
            }
            for waived in waived[suite.id] ?? [] {
                let skipped: XML = "<skipped message=\"\(waived.reason)\"/>"
                try body(Self.testCase(waived.finding, skipped).text + "\n")
            }
            try body("</testsuite>\n")
        }
        try body("</testsuites>\n")
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
