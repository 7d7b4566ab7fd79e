public import Dataset

/// A file of waivers for all that a report found, to be completed by hand.
public struct WaiverDraft: Sendable {
    /// Waivers that hold: they are kept as they are.
    public let kept: [Waiver]
    /// Findings of error and warning severity that nothing waives yet. Notes need no waiver.
    public let drafted: [Finding]

    /// A draft over what is in force.
    public init(_ report: Report, inForce: [Waiver]) {
        let stale = Set(report.staleWaivers)
        kept = inForce.filter { !stale.contains($0) }
        var seen: Set<Waiver> = []
        drafted = report.findings.filter { finding in
            guard finding.severity > .note, let content = finding.content else { return false }
            return seen.insert(Waiver(rule: finding.rule, content: content, reason: "")).inserted
        }
    }

    /// The file's text. A drafted waiver has no reason, and is refused until it has one: nothing is accepted unseen.
    public var yaml: String {
        let head = """
            # Findings of lorapipe check that are accepted. Each waiver holds for one rule and one content, and lapses when
            # the picture or the caption changes. A waiver without a reason is refused.
            waivers:

            """
        let old = kept.map { Self.entry($0.rule, $0.content, $0.reason) }
        let new = drafted.compactMap { finding in
            finding.content.map { content in
                let place = finding.name ?? finding.row ?? "the dataset"
                return "# \(place.printableLine): \(finding.message.printableLine)\n"
                    + Self.entry(finding.rule, content, "")
            }
        }
        return old.isEmpty && new.isEmpty ? head.dropLast() + " []\n" : head + (old + new).joined()
    }

    private static func entry(_ rule: String, _ content: Digest, _ reason: String) -> String {
        // A JSON string is a YAML one, whatever is in it.
        "- rule: \(rule)\n  content: \(content.hex)\n  reason: \(JSONValue.string(reason).text())\n"
    }
}
