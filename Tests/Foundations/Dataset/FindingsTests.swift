import Dataset
import Testing

@Suite struct FindingsTests {
    private struct Unreadable: Error {}

    /// A source that fails, as a table on a disk that does.
    private struct Broken: FindingSource {
        func forEach(rule: String?, _ body: (Finding) throws -> Void) throws { throw Unreadable() }
    }

    private static func finding(_ rule: String, _ severity: Severity, _ row: String?) -> Finding {
        Finding(rule: rule, severity: severity, row: row, name: row, message: "m", hint: "\(rule) hint")
    }

    private let findings = Findings([
        finding("b", .note, "1"), finding("a", .error, "1"), finding("b", .note, "2"),
        finding("b", .error, "3"), finding("c", .warning, nil),
    ])

    private func labels(_ findings: Findings, of rule: String? = nil) throws -> [String] {
        var labels: [String] = []
        try findings.forEach(rule: rule) { labels.append("\($0.rule)\($0.row ?? "-")") }
        return labels
    }

    @Test func theyAreCountedByRuleAndSeverity() {
        #expect(findings.count == 5 && !findings.isEmpty)
        #expect(Severity.allCases.map { findings.count($0) } == [2, 1, 2])
        let rules = findings.tally.rules
        // In the order of the first finding of each, with its severity and hint.
        #expect(rules.map(\.id) == ["b", "a", "c"] && rules.map(\.count) == [3, 1, 1])
        #expect(rules.map(\.severity) == [.note, .error, .warning] && rules.map(\.errors) == [1, 1, 0])
        #expect(rules.map(\.hint) == ["b hint", "a hint", "c hint"])
    }

    @Test func thoseOfOneRuleAlone() throws {
        #expect(try labels(findings, of: "b") == ["b1", "b2", "b3"])
        #expect(try labels(findings, of: "x") == [])
    }

    @Test func whatIsFilteredAndChangedIsCountedAnew() throws {
        let some = try findings.filter { $0.row != "1" }.map { finding in
            var changed = finding
            changed.severity = .error
            return changed
        }.filter { $0.row != "3" }
        #expect(try labels(some) == ["b2", "c-"] && some.count == 2 && some.count(.error) == 2)
        #expect(some.tally.rules.map(\.severity) == [.error, .error])
        #expect(try labels(some, of: "c") == ["c-"])
        #expect(try findings.filter { _ in false }.isEmpty)
    }

    @Test func twoAreOneAfterTheOther() throws {
        let both =
            try findings.filter { $0.row != nil } + [Self.finding("d", .error, "9")]
            + findings.filter { $0.row == nil }
        #expect(try labels(both) == ["b1", "a1", "b2", "b3", "d9", "c-"])
        #expect(both.count == 6 && both.count(.error) == 3)
        #expect(both.tally.rules.map(\.id) == ["b", "a", "d", "c"])
        let twice = findings + findings
        #expect(twice.tally.rules.map(\.count) == [6, 2, 2] && twice.count == 10)
        #expect(try twice.all().count == 10)
    }

    @Test func whoeverReadsThemLearnsOfAFailure() throws {
        var tally = Findings.Tally()
        tally.add(Self.finding("a", .error, nil))
        let broken = findings + Findings(Broken(), tally: tally)
        #expect(broken.count == 6)
        #expect(throws: Unreadable.self) { try broken.all() }
        #expect(throws: Unreadable.self) { try broken.filter { _ in true } }
        var report = Report(dataset: DatasetInfo(id: "1", name: "x", trigger: nil), rows: 1, findings: broken)
        #expect(throws: Unreadable.self) { try report.json() }
        #expect(throws: Unreadable.self) { try report.writeJSON(pretty: true) { _ in } }
        // The control: the others can be read.
        report.findings = findings
        #expect(try report.json()["findings"]?.array?.count == 5)
    }
}

/// A document in pieces is the document, byte for byte.
@Suite struct JSONDocumentTests {
    private func text(pretty: Bool, _ write: (inout JSONDocument) throws -> Void) throws -> [String] {
        let pieces = Pieces()
        var document = JSONDocument(pretty: pretty) { pieces.all.append($0) }
        try write(&document)
        try document.end()
        return pieces.all
    }

    private final class Pieces { var all: [String] = [] }

    @Test(arguments: [true, false]) func itIsTheText(pretty: Bool) throws {
        let element: JSONValue = .record(["k\n": .array([1, .array([])]), "o": .object([])])
        let lists: [[JSONValue]] = [[], [element], [element, "x", .null]]
        for list in lists {
            let whole: JSONValue = .record(["a": element, "l": .array(list), "z": .double(0.5)])
            let pieces = try text(pretty: pretty) { document in
                try document.add("a", element)
                try document.add(list: "l") { add in for element in list { try add(element) } }
                try document.add("z", .double(0.5))
            }
            #expect(pieces.joined() == whole.text(pretty: pretty))
        }
        #expect(try text(pretty: pretty) { _ in }.joined() == JSONValue.object([]).text(pretty: pretty))
    }

    @Test func aLongListComesInPieces() throws {
        let pieces = try text(pretty: true) { document in
            try document.add(list: "l") { add in for number in 0..<100_000 { try add(.int(Int64(number))) } }
        }
        #expect(pieces.count > 5 && pieces.allSatisfy { $0.utf8.count < 1 << 17 })
        #expect(try JSONValue(parsing: pieces.joined())["l"]?.array?.count == 100_000)
    }
}
