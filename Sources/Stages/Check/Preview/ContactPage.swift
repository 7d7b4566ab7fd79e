import Dataset
import Imaging
import Store

/// The page: without a script, self-contained, in the style of the check's report.
extension ContactSheet {
    func writePage(to path: String, thumbnail: (SourceImage) throws -> Thumbnail?) throws {
        let file = try DurableFile(path)
        for piece in Self.template.pieces {
            switch piece {
            case .text(let text): try file.write(text.utf8)
            case .mark("cards"):
                for (place, row) in rows.enumerated() {
                    try Task.checkCancellation()
                    let picture = row.facts == nil ? nil : try row.image.flatMap(thumbnail)
                    try file.write(card(row, place, picture).text.utf8)
                }
            case .mark(let mark): try file.write(part(mark).text.utf8)
            }
        }
        try file.publish()
    }

    /// The most scalars of a caption on the page.
    private static let captionLimit = 2000

    private static let template = Template(text(PackageResources.preview_html))
    private static let style = text(PackageResources.report_css) + text(PackageResources.preview_css)

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// The Content-Security-Policy: only the page's own style and embedded pictures. Injected text of a row can load or run
    /// nothing.
    private static let policy = """
        default-src 'none'; img-src data:; style-src '\(style.policySource)'; base-uri 'none'; form-action 'none'
        """

    private func part(_ mark: String) -> HTML {
        switch mark {
        case "policy": HTML(stringLiteral: Self.policy)
        case "style": HTML(stringLiteral: Self.style)
        case "dataset": "\(dataset.name.printableLine)"
        case "about": about
        case "generator": "\(generator)"
        default: preconditionFailure("the page has an unknown mark \(mark)")
        }
    }

    private var about: HTML {
        let trigger: HTML =
            dataset.trigger.map { "trigger word <mark dir=\"auto\">\($0.printableLine)</mark>" }
            ?? "no trigger word"
        let broken = rows.count { $0.facts == nil }
        let without: HTML =
            broken == 0 ? "" : " · <strong class=\"lost\">\(broken) without a usable picture</strong>"
        return """
            <p>\(extent(0..<rows.count)) · \(trigger)\(without)</p>
            <p>What is darkened would be cut away; the rest becomes \(recipe.sizes).</p>
            """
    }

    private func card(_ row: RowReview, _ place: Int, _ thumbnail: Thumbnail?) -> HTML {
        var fate: HTML = "<p class=\"id lost\">no usable picture</p>"
        if let facts = row.facts {
            let words = ["\(row.fate[0]) \(facts.format.rawValue.uppercased())"] + row.fate.dropFirst()
            fate = "<p class=\"id\">\(words.joined(separator: " · "))</p>"
        }
        return """
            <li><article class="card\(row.facts == nil ? " error" : "")" aria-labelledby="name-\(raw: place)">
            \(picture(row, thumbnail))
            <h2 id="name-\(raw: place)"><bdi>\(row.title)</bdi></h2>
            \(fate)
            \(caption(row))
            </article></li>

            """
    }

    private func picture(_ row: RowReview, _ thumbnail: Thumbnail?) -> HTML {
        guard let facts = row.facts else {
            return "<p class=\"no-picture\"><bdi>\((row.fault ?? "").printableLine)</bdi></p>"
        }
        guard let thumbnail else { return "<p class=\"no-picture\">No small copy of it is at hand.</p>" }
        let size = facts.upright
        var marks: HTML = ""
        var kept = ""
        if let plan = row.plan, plan.loss > 0 {
            let box = plan.sourceBox
            let (x, y, width, height) = (box.left, box.top, box.size.width, box.size.height)
            let square: HTML =
                "x=\"\(raw: x)\" y=\"\(raw: y)\" width=\"\(raw: width)\" height=\"\(raw: height)\""
            marks = """
                <path class="lost" d="M0 0H\(raw: size.width)V\(raw: size.height)H0ZM\(raw: x) \(raw: y)\
                v\(raw: height)h\(raw: width)v-\(raw: height)Z"/><rect class="halo" \(square)/>\
                <rect class="crop" \(square)/>
                """
            kept = "; kept: \(box.size) from \(x), \(y)"
        }
        // The colour behind transparent pixels.
        let ground: HTML =
            facts.hasAlpha
            ? """
            <rect width="\(raw: size.width)" height="\(raw: size.height)" fill="\(recipe.background.hex)"/>
            """ : ""
        return """
            <figure><svg viewBox="0 0 \(raw: size.width) \(raw: size.height)" width="\(raw: size.width)" \
            height="\(raw: size.height)" role="img" aria-label="\(row.title), \(size.description)\(kept)">\(ground)\
            <image href="\(thumbnail.dataURL)" width="\(raw: size.width)" height="\(raw: size.height)" \
            preserveAspectRatio="none"/>\(marks)</svg></figure>
            """
    }

    private func caption(_ row: RowReview) -> HTML {
        let (parts, isWhole) = row.caption(trigger: dataset.trigger, limit: Self.captionLimit)
        if parts.isEmpty { return "<p class=\"caption none\">No caption</p>" }
        let words = parts.map { part -> HTML in
            // `HTML` removes line ends from text, so they are added as markup.
            let lines = HTML(
                part.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                    .map { "\(String($0))" })
            let text: HTML = part.isTrigger ? "<mark>\(lines)</mark>" : lines
            return part.isCut ? "<del>\(text)</del>" : text
        }
        let more: HTML =
            isWhole
            ? ""
            : "<p class=\"tokens\">The beginning of \(row.caption.text.unicodeScalars.count) characters.</p>"
        // A box that scrolls must be reachable by keyboard; short ones need no tab stop.
        let stop: HTML = row.caption.text.utf8.count > 300 ? " tabindex=\"0\" aria-label=\"Caption\"" : ""
        return """
            <p class="caption" dir="auto"\(stop)>\(HTML(stringLiteral: words.map(\.text).joined()))\(isWhole ? "" : "…")</p>\(more)
            """
    }
}
