import Dataset
import Pack

/// A comparison for the terminal: what was added, removed and changed, each under its kind, and why the digests differ.
enum DiffText {
    /// How many rows of one kind are shown before the rest is counted.
    static let usual = 20

    static func text(
        _ diff: ExportDiff, _ names: ExportDiff.Change<String>, limit: Int?, _ console: Console
    ) -> String {
        var lines = columns([
            side(names.from, diff.payload.from), side(names.to, diff.payload.to),
        ])
        if diff.basis == .content {
            lines.append("the two have no row id in common: rows are paired by picture and caption")
        }
        for section in sections(diff) where !section.rows.isEmpty {
            lines += ["", console.coloured("\(section.title) (\(section.rows.count))", .bold)]
            let shown = section.rows.prefix(limit ?? section.rows.count)
            lines += told(Array(shown), section.detail)
            if shown.count < section.rows.count {
                lines.append("  … and \(section.rows.count - shown.count) more (--all shows them)")
            }
        }
        for part in HeadDifference.Part.allCases {
            let differences = diff.head.filter { $0.part == part }
            if differences.isEmpty { continue }
            lines += ["", console.coloured(part.rawValue, .bold)]
            lines += columns(differences.map { [$0.key, value($0.from) + " → " + value($0.to)] }).map {
                "  " + $0
            }
        }
        if diff.unchanged > 0 && !diff.isEmpty { lines += ["", "\(diff.unchanged) row(s) are the same"] }
        lines.append(diff.reason)
        return lines.joined(separator: "\n")
    }

    /// Rows of one kind, with the details of each behind its name, and in lines below it.
    private struct Section {
        let title: String
        let rows: [RowDifference]
        var detail: (RowDifference) -> (beside: String, below: [String]) = { _ in ("", []) }
    }

    private static func sections(_ diff: ExportDiff) -> [Section] {
        [
            Section(title: "removed", rows: diff.rows.filter { $0.kind == .removed }),
            Section(title: "added", rows: diff.rows.filter { $0.kind == .added }),
            Section(title: "caption changed", rows: diff.rows.filter { $0.caption != nil }) { row in
                ("", row.caption.map { captionLines($0, diff.texts) } ?? [])
            },
            Section(title: "picture changed", rows: diff.rows.filter { $0.picture != nil }) { row in
                (row.reasons.map(reason).joined(separator: "; "), [])
            },
            Section(
                title: "the same to the trainer, kept under other names or made of other files",
                rows: diff.rows.filter(\.isFiledOtherwise)
            ) { row in (filing(row), []) },
        ]
    }

    private static func told(
        _ rows: [RowDifference], _ detail: (RowDifference) -> (beside: String, below: [String])
    ) -> [String] {
        let details = rows.map(detail)
        let heads = columns(zip(rows, details).map { [$0.filename, "[\($0.row.printableLine)]", $1.beside] })
        return zip(heads, details).flatMap { head, detail in
            ["  " + head] + detail.below.map { "    " + $0 }
        }
    }

    private static func reason(_ reason: RowDifference.Reason) -> String {
        switch reason {
        case .source(let change): "source file \(change.from.short)… → \(change.to.short)…"
        case .crop(let change): "crop \(box(change.from)) → \(box(change.to))"
        case .recipe(let settings): "recipe " + list(settings)
        case .tools(let tools): "tools " + list(tools)
        case .unexplained: "nothing in the locks says why"
        }
    }

    private static func filing(_ row: RowDifference) -> String {
        let told = [
            row.earlierRow.map { "row \($0.printableLine)" },
            row.renamed.map { "renamed from \($0.from.printableLine)" },
            row.moved.map { "was at \($0.from.printableLine)" },
        ]
        return (told.compactMap { $0 } + row.reasons.map(reason)).joined(separator: "; ")
    }

    private static func captionLines(_ change: ExportDiff.Change<Digest>, _ texts: [Digest: String])
        -> [String]
    {
        guard let from = texts[change.from], let to = texts[change.to] else {
            func told(_ digest: Digest) -> String {
                texts[digest].map { TextWindow(of: $0, against: "").text } ?? "(sha256 \(digest.short)…)"
            }
            return ["- " + told(change.from), "+ " + told(change.to)]
        }
        return [
            "- " + TextWindow(of: from, against: to).text, "+ " + TextWindow(of: to, against: from).text,
        ]
    }

    private static func list(_ differences: [HeadDifference]) -> String {
        differences.map { "\($0.key) \(value($0.from)) → \(value($0.to))" }.joined(separator: ", ")
    }

    private static func value(_ value: JSONValue?) -> String {
        guard let value else { return "(none)" }
        return (value.string ?? value.text()).printableLine
    }

    private static func box(_ box: PixelBox) -> String { "\(box.left),\(box.top) \(box.size)" }

    private static func side(_ name: String, _ payload: Manifest.Payload) -> [String] {
        [name.printableLine, "\(payload.images) picture(s)", "payload sha256 \(payload.digest.short)…"]
    }

    /// Cells below each other, the last of a line unpadded, and none of nothing.
    private static func columns(_ rows: [[String]]) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (cell, width) in zip(row, widths) {
                line += cell + String(repeating: " ", count: width - cell.count + 2)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}

/// The part of a text that shows where it leaves another one: two captions may differ in their last word.
struct TextWindow {
    /// On one line; an ellipsis stands where something was left away.
    let text: String

    /// - Parameters:
    ///   - width: of the window, in characters.
    ///   - lead: how many of them stand before the difference.
    init(of text: String, against other: String, width: Int = 72, lead: Int = 24) {
        let (own, others) = (Array(text), Array(other))
        guard own.count > width else {
            self.text = text.printableLine
            return
        }
        var same = 0
        while same < min(own.count, others.count), own[same] == others[same] { same += 1 }
        let start = max(0, min(same - lead, own.count - width))
        let end = min(own.count, start + width)
        self.text =
            (start > 0 ? "…" : "") + String(own[start..<end]).printableLine + (end < own.count ? "…" : "")
    }
}
