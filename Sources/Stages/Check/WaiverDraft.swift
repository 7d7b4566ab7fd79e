public import Dataset

/// A file of waivers for all findings of a report, to be completed by hand.
public struct WaiverDraft: Sendable {
    /// Waivers that hold, each with its finding.
    public let kept: [Report.Waived]
    /// Waivers that matched no finding this time. They are kept: a rule may be off, or a picture may not have been fetched.
    public let stale: [Waiver]
    /// Findings of error and warning severity without a waiver. Notes need none.
    public let drafted: [Finding]

    /// A draft that keeps the waivers in force.
    ///
    /// - Throws: `StoreError` when the findings can't be read.
    public init(_ report: Report) throws {
        var seen: Set<Waiver> = []
        func isFirst(_ finding: Finding) -> Bool {
            guard let content = finding.content else { return false }
            return seen.insert(Waiver(rule: finding.rule, content: content, reason: "")).inserted
        }
        kept = report.waived.filter { isFirst($0.finding) }
        stale = report.staleWaivers
        var drafted: [Finding] = []
        try (report.findings + (report.known ?? [])).forEach { finding in
            if finding.severity > .note && isFirst(finding) { drafted.append(finding) }
        }
        self.drafted = drafted
    }

    /// The file's text. A drafted waiver has no reason and is refused until it has one, so that a person reads it first.
    public var yaml: String {
        let head = """
            # Findings of lorapipe check that are accepted. Each waiver holds for one rule and one content, and lapses when
            # the picture or the caption changes. A waiver without a reason is refused.
            waivers:

            """
        let entries =
            kept.map { Self.entry($0.finding, $0.reason) }
            + stale.map {
                "# met no finding when this was written; remove it if the row is mended or gone\n"
                    + Self.entry($0.rule, $0.content, $0.reason)
            } + drafted.map { Self.entry($0, "") }
        return entries.isEmpty ? head.dropLast() + " []\n" : head + entries.joined()
    }

    private static func entry(_ finding: Finding, _ reason: String) -> String {
        guard let content = finding.content else { return "" }
        let place = finding.name ?? finding.row ?? "the dataset"
        return "# \(place.printableLine): \(finding.message.printableLine)\n"
            + entry(finding.rule, content, reason)
    }

    private static func entry(_ rule: String, _ content: Digest, _ reason: String) -> String {
        // Every JSON string is a YAML string.
        "- rule: \(rule)\n  content: \(content.hex)\n  reason: \(JSONValue.string(reason).text())\n"
    }
}
