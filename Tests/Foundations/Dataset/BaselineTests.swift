import Dataset
import Testing

@Suite struct BaselineTests {
    @Test func rowsThatDifferByNormalisationAreTwo() throws {
        func finding(_ row: String) -> Finding {
            Finding(
                rule: "image-unavailable", severity: .error, row: row, name: nil, message: "m", hint: "h")
        }
        let report = Report(
            dataset: DatasetInfo(id: "1", name: "x", trigger: nil), rows: 2,
            findings: [finding("e\u{301}.png")])
        let baseline = try Baseline(report: report.json())
        #expect(baseline.holds(finding("e\u{301}.png")) && !baseline.holds(finding("\u{E9}.png")))
    }

    private func finding(
        _ rule: String, _ row: String?, _ severity: Severity = .error, _ message: String = "m"
    )
        -> Finding
    {
        Finding(rule: rule, severity: severity, row: row, name: row, message: message, hint: "h")
    }

    private func report(_ findings: [Finding]) -> Report {
        Report(dataset: DatasetInfo(id: "1", name: "x", trigger: nil), rows: 3, findings: Findings(findings))
    }

    @Test func onlyWhatIsNewStays() throws {
        var earlier = report([finding("a", "1"), finding("b", nil)])
        earlier.waived = [.init(finding("c", "2"), reason: "seen")]
        let baseline = try Baseline(report: JSONValue(parsing: earlier.json().text()))
        let later = report([
            finding("a", "1", .error, "another count"), finding("a", "2"), finding("b", nil),
            finding("c", "2"),
            finding("c", "1", .warning),
        ])
        let new = try later.since(baseline)
        #expect(
            try new.findings.all().map { "\($0.rule)\($0.row ?? "-")" } == ["a2", "c1"]
                && new.known?.count == 3)
        #expect(try new.json()["summary"]?["known"] == 3 && new.blocks)
        #expect(try new.json()["summary"]?["known_errors"] == 3)
        // What was set aside stays known to the next.
        let next = try later.since(Baseline(report: new.json()))
        #expect(next.findings.isEmpty && !next.blocks && next.stops)
        // The control: against itself nothing is new, and nothing blocks.
        let same = try later.since(Baseline(report: later.json()))
        #expect(same.findings.isEmpty && !same.blocks && later.blocks)
    }

    @Test func whatChangedIsLookedAtAnew() throws {
        var before = finding("a", "1")
        before.content = Digest.of("before")
        var after = before
        after.content = Digest.of("after")
        let baseline = try Baseline(report: report([before]).json())
        #expect(baseline.holds(before) && !baseline.holds(after))
    }

    @Test(arguments: ["{}", "[]", #"{"schema":"lorapipe.export/1","findings":[]}"#])
    func otherDocumentsAreRefused(_ text: String) throws {
        let document = try JSONValue(parsing: text)
        #expect(throws: BaselineError.self) { try Baseline(report: document) }
    }
}
