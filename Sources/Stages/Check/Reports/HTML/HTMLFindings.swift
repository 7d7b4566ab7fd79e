import Dataset
import Store

/// The findings as lists in plain HTML.
extension HTMLReport {
    /// Findings on the whole dataset; shown with and without script.
    func datasetFindings() throws -> HTML {
        let found = try report.findings.filter { $0.row == nil }.all()
        if found.isEmpty { return "<p>Nothing was found on the dataset as a whole.</p>" }
        return "<ul class=\"findings\">\n\(found.map { Self.item($0) })\n</ul>"
    }

    /// Writes the findings on rows; shown only without script, where the page has no pictures.
    func writeRowFindings(to file: DurableFile) throws {
        try file.write("<h3>Findings on rows</h3>\n<ul class=\"findings\">\n".utf8)
        var count = 0
        try report.findings.forEach { finding in
            guard finding.row != nil else { return }
            try file.write(((count == 0 ? "" : "\n") + Self.item(finding).text).utf8)
            count += 1
        }
        try file.write("\n</ul>".utf8)
    }

    var waivers: HTML {
        if report.waived.isEmpty && report.staleWaivers.isEmpty { return "<p>No waivers.</p>" }
        let waived = report.waived.map { waived -> HTML in
            Self.item(waived.finding, after: "<p class=\"hint\">Waived: <bdi>\(waived.reason)</bdi></p>")
        }
        let stale = report.staleWaivers.map { waiver -> HTML in
            """
            <li><code>\(waiver.rule)</code> for content <code>\(waiver.content.short)…</code>\
            <p class="hint">Given for: <bdi>\(waiver.reason)</bdi></p></li>
            """
        }
        var lists: [HTML] = []
        if !waived.isEmpty {
            lists.append(
                """
                <details><summary>\(waived.count.of("finding")) waived</summary>\
                <ul class="findings">\(waived)</ul></details>
                """)
        }
        if !stale.isEmpty {
            lists.append(
                """
                <details open><summary>\(stale.count.of("stale waiver")): met no finding of that content; \
                remove them if the rows are mended or gone</summary><ul class="findings">\(stale)</ul></details>
                """)
        }
        return HTML(lists)
    }

    private static func item(_ finding: Finding, after: HTML = "") -> HTML {
        let place: HTML = finding.row.map { "<bdi>\(finding.label ?? $0)</bdi>: " } ?? ""
        let hint: HTML = finding.hint.isEmpty ? "" : "<p class=\"hint\">\(finding.hint)</p>"
        return """
            <li>\(HTML.severity(finding.severity)) <code>\(finding.rule)</code>\
            <p>\(place)<bdi>\(finding.message)</bdi></p>\(hint)\(after)</li>
            """
    }
}
