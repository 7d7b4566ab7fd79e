import Dataset
import Store

/// The rows as JSON for the page's script.
extension HTMLReport {
    /// A folder's metadata may name one file many times: the findings on all these rows are written at the first of them,
    /// because repeating them at each would be quadratic.
    func writeRows(to file: DurableFile) throws {
        // In memory, as the rows of the page are.
        var findings = Dictionary(grouping: try report.findings.all()) { $0.row }
        var waived = Dictionary(grouping: report.waived) { $0.finding.row }
        for (place, row) in rows.enumerated() {
            try Task.checkCancellation()
            try file.write((place == 0 ? "[\n" : ",\n").utf8)
            try file.write(
                json(
                    row, at: place, findings.removeValue(forKey: row.row.id) ?? [],
                    waived.removeValue(forKey: row.row.id) ?? []
                ).scriptData)
        }
        try file.write((rows.isEmpty ? "[]" : "\n]").utf8)
    }

    private func json(_ row: RowReview, at place: Int, _ findings: [Finding], _ waived: [Report.Waived])
        -> JSONValue
    {
        .record([
            "id": .string(row.row.id), "name": .string(row.row.name), "source": .string(row.row.source),
            "trained": .bool(row.isTrained), "picture": picture(row, at: place),
            "caption": caption(row.caption),
            "findings": findings.isEmpty ? nil : .array(findings.map { Self.json($0) }),
            "waived": waived.isEmpty ? nil : .array(waived.map { Self.json($0.finding, reason: $0.reason) }),
        ])
    }

    private static func json(_ finding: Finding, reason: String? = nil) -> JSONValue {
        .record([
            "rule": .string(finding.rule), "severity": .string(finding.severity.rawValue),
            "message": .string(finding.message), "hint": .string(finding.hint),
            "reason": reason.map { .string($0) },
        ])
    }

    /// The picture's size and its crop, in upright source pixels.
    private func picture(_ row: RowReview, at place: Int) -> JSONValue? {
        guard let facts = row.facts else { return nil }
        let (size, box) = (facts.upright, row.plan?.sourceBox)
        return .record([
            "thumbnail": .int(Int64(thumbnailPlaces[place] ?? place)),
            "format": .string(facts.format.rawValue),
            "size": .numbers(size.width, size.height),
            "crop": box.map { .numbers($0.left, $0.top, $0.size.width, $0.size.height) },
            "becomes": row.plan.map { .numbers($0.crop.size.width, $0.crop.size.height) },
            "loss": row.plan.map { .double($0.loss) }, "scale": row.plan.map { .double($0.scale) },
            "alpha": facts.hasAlpha ? true : nil, "turned": facts.orientation == 1 ? nil : true,
        ])
    }

    /// The caption's parts; one without style is only its text.
    private func caption(_ caption: RowReview.Caption) -> JSONValue {
        let parts = CaptionPart.parts(of: caption, trigger: report.dataset.trigger).map { part -> JSONValue in
            if !part.isTrigger && !part.isCut { return .string(part.text) }
            return .record([
                "text": .string(part.text), "trigger": part.isTrigger ? true : nil,
                "cut": part.isCut ? true : nil,
            ])
        }
        return .record([
            "parts": .array(parts), "tokens": .int(Int64(caption.tokens)), "exact": .bool(caption.isExact),
        ])
    }
}

extension JSONValue {
    fileprivate static func numbers(_ numbers: Int...) -> JSONValue {
        .array(numbers.map { .int(Int64($0)) })
    }
}
