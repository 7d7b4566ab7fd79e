extension HTML {
    /// A histogram as a figure. The bars scale with the page, the text beside them does not.
    ///
    /// - Parameters:
    ///   - noun: what is counted, in the singular, such as "picture".
    ///   - unit: such as "px".
    ///   - mark: a number to draw a line at, and its meaning.
    static func histogram(
        _ title: String, _ histogram: Histogram?, noun: String, unit: String,
        mark: (at: Int, meaning: String)?
    ) -> HTML {
        guard let histogram else {
            return
                "<figure class=\"chart\"><figcaption>\(title)</figcaption><p>Nothing to count.</p></figure>"
        }
        let bins = histogram.bins
        let highest = bins.map(\.count).max() ?? 1
        let bars = bins.indices.map { bar(bins[$0], at: $0, of: highest, noun, unit) }
        var (line, meaning): (HTML, HTML) = ("", "")
        if let mark, let place = lineAcross(bins, at: mark.at) {
            (line, meaning) = (place, " The line: \(mark.meaning)")
        }
        let range =
            "\(histogram.least.grouped) to \(histogram.most.grouped) \(unit), half of them below "
            + "\(histogram.median.grouped)"
        let last = bins[bins.count - 1].to.map(\.grouped) ?? "more"
        return """
            <figure class="chart">
            <figcaption>\(title)</figcaption>
            <p class="scale">most in one bar: \(highest.of(noun))</p>
            <svg viewBox="0 0 \(raw: bins.count * 100) 100" preserveAspectRatio="none" role="img" aria-label="\(range)">
            \(bars)
            \(line)
            </svg>
            <p class="axis"><span>\(bins[0].from)</span><span>\(last) \(unit)</span></p>
            <p>\(range).\(meaning)</p>
            </figure>
            """
    }

    private static func bar(
        _ bin: Histogram.Bin, at place: Int, of highest: Int, _ noun: String, _ unit: String
    )
        -> HTML
    {
        // Every bar that is not empty is visible: at least 1 of 100.
        let height = bin.count == 0 ? 0 : max(1, bin.count * 100 / highest)
        let span =
            bin.to.map { "\(bin.from.grouped) to \(($0 - 1).grouped) \(unit)" }
            ?? "\(bin.from.grouped) \(unit) and more"
        return """
            <rect x="\(raw: place * 100 + 4)" y="\(raw: 100 - height)" width="92" height="\(raw: height)">\
            <title>\(span): \(bin.count.of(noun))</title></rect>
            """
    }

    private static func lineAcross(_ bins: [Histogram.Bin], at number: Int) -> HTML? {
        guard let place = bins.firstIndex(where: { number >= $0.from && $0.to.map { number < $0 } ?? false }),
            let end = bins[place].to
        else { return nil }
        let x = place * 100 + (number - bins[place].from) * 100 / (end - bins[place].from)
        return "<line x1=\"\(raw: x)\" x2=\"\(raw: x)\" y1=\"0\" y2=\"100\"></line>"
    }
}
