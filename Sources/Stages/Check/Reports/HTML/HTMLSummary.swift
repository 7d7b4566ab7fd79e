import Dataset

/// The parts of the page in plain HTML, which need no script.
extension HTMLReport {
    var about: HTML {
        let trigger: HTML =
            report.dataset.trigger.map { "trigger word <mark dir=\"auto\">\($0)</mark>" }
            ?? "no trigger word"
        return """
            <p>\(report.rows.of("row")) · \(trigger) · prepared as \(recipe.sizes), \
            \(recipe.format.rawValue.uppercased()), cropped by \(recipe.gravity.rawValue), \
            transparency on \(recipe.background.hex)</p>
            """
    }

    var result: HTML {
        let (errors, warnings) = (report.count(.error), report.count(.warning))
        let others = "\(warnings.of("warning")), \(report.count(.note).of("note"))"
        let knownErrors = report.known?.count(.error) ?? 0
        let known = report.known.map { " \($0.count.of("finding")) of the earlier report set aside." } ?? ""
        if errors > 0 {
            return """
                <p class="verdict error"><strong>\(errors.of("error"))</strong> \
                \(errors == 1 ? "keeps" : "keep") this dataset from being trained as it is. \
                Besides: \(others).\(known)</p>
                """
        }
        if knownErrors > 0 {
            return """
                <p class="verdict error"><strong>Nothing new blocks a run</strong>, but \
                \(knownErrors.of("error")) of the earlier report still \(knownErrors == 1 ? "does" : "do"). \
                New: \(others).\(known)</p>
                """
        }
        if report.findings.isEmpty {
            return "<p class=\"verdict fine\"><strong>Nothing found.</strong> A run may start.\(known)</p>"
        }
        let tone = warnings > 0 ? "warning" : "note"
        return
            "<p class=\"verdict \(tone)\"><strong>Nothing blocks a run.</strong> Found: \(others).\(known)</p>"
    }

    var estimate: HTML {
        guard let estimate = report.estimate else { return "" }
        let when: HTML =
            report.stops ? "<p>With the rows that have errors left out (<code>--skip-errors</code>):</p>" : ""
        func tile(_ number: String, _ what: String, show: String? = nil) -> HTML {
            let link: HTML? = number == "0" ? nil : show.map { "<a href=\"#show=\($0)\">\(number)</a>" }
            let value: HTML = link ?? "\(number)"
            return "<div><dt>\(what)</dt><dd>\(value)</dd></div>"
        }
        let megabytes = (Double(estimate.payloadBytes) / 1_000_000).text(1)
        return HTML([
            when, "<dl class=\"tiles\">",
            tile(estimate.trained.grouped, "trained on", show: "trained"),
            tile(estimate.dropped.grouped, "left out", show: "left-out"),
            tile(estimate.cropped.grouped, "cropped", show: "cropped"),
            tile(estimate.enlarged.grouped, "enlarged", show: "enlarged"),
            tile(estimate.converted.grouped, "turned or converted"),
            tile(estimate.captionsCut.grouped, "captions cut", show: "cut"),
            tile("≈ \(megabytes) MB", "payload"),
            tile(estimate.steps.grouped, "steps"),
            tile(estimate.epochs.text(2), "epochs"),
            "</dl>",
        ])
    }

    var ruleTable: HTML {
        let tallies = RuleTally.all(in: report, settings).filter { $0.found + $0.waived > 0 }
        if tallies.isEmpty { return "<p>No rule found anything.</p>" }
        let lines = tallies.map { tally -> HTML in
            """
            <tr><td>\(HTML.severity(tally.severity))</td>\
            <th scope="row"><a href="#rule=\(PercentCoding.encoded(tally.id))"><code>\(tally.id)</code></a></th>\
            <td class="number">\(tally.found)</td><td class="number">\(tally.waived)</td>\
            <td>\(tally.measures)</td></tr>
            """
        }
        return """
            <div class="scroller" tabindex="0" role="region" aria-labelledby="rules-title"><table class="rules">
            <thead><tr><th scope="col">Severity</th><th scope="col">Rule</th>\
            <th scope="col" class="number">Found</th><th scope="col" class="number">Waived</th>\
            <th scope="col">What it looks for</th></tr></thead>
            <tbody>
            \(lines)
            </tbody></table></div>
            """
    }

    var quietRules: HTML {
        let quiet = RuleTally.all(in: report, settings).filter { $0.found + $0.waived == 0 }.map(\.id)
        let off = Rule.all.filter { !settings.isOn($0) }.map(\.id)
        func list(_ ids: [String]) -> HTML {
            ids.isEmpty ? "none" : HTML(ids.map { "<code>\($0)</code>" })
        }
        return """
            <details><summary>\(quiet.count.of("rule")) found nothing, \(off.count) off</summary>
            <p>Found nothing: \(list(quiet)).</p><p>Off: \(list(off)).</p></details>
            """
    }

    var ruleOptions: HTML {
        HTML(
            RuleTally.all(in: report, settings).filter { $0.found + $0.waived > 0 }
                .map { "<option value=\"\($0.id)\">\($0.id)</option>" })
    }

    var charts: HTML {
        let side = recipe.resolution.side
        let limit = Rule.all.first { $0.id == "caption-too-long" }.flatMap { rule in
            rule.thresholds.first { $0.name == "max_tokens" }.map { Int(settings.value(of: $0, in: rule)) }
        }
        return HTML([
            .histogram(
                "Shorter side of the pictures",
                Histogram(rows.compactMap(\.facts).map { min($0.upright.width, $0.upright.height) }),
                noun: "picture", unit: "px",
                mark: (side, "\(side.grouped) px; what is smaller would be enlarged.")),
            .histogram(
                "Length of the captions",
                Histogram(rows.filter { !$0.caption.text.isEmpty }.map(\.caption.tokens)),
                noun: "caption", unit: "tokens",
                mark: limit.map { ($0, "\($0.grouped) tokens, the limit set.") }),
        ])
    }
}

extension HTML {
    /// A severity as a word; the style sheet gives it colour and shape.
    static func severity(_ severity: Severity) -> HTML {
        "<span class=\"severity \(severity.rawValue)\">\(severity.rawValue)</span>"
    }
}

extension Recipe {
    /// The prepared size for a person: `1024×1024`, or the buckets.
    var sizes: String {
        let square = "\(resolution.side)×\(resolution.side)"
        return fit == .crop ? square : "the nearest bucket of \(square)"
    }
}
