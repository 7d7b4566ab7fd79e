/// A part of a caption with one style.
struct CaptionPart: Equatable {
    var text: String
    /// Whether it is the trigger word as a whole token.
    var isTrigger = false
    /// Whether the trainer would cut it.
    var isCut = false

    /// A caption's parts in their order; joined, they are the caption.
    ///
    /// The trigger word is found as the rule `trigger-absent` finds it: with no letter, digit or underscore right
    /// before or behind it.
    static func parts(of caption: RowReview.Caption, trigger: String?) -> [CaptionPart] {
        let text = caption.text
        let cut = cutStart(of: caption)
        var parts: [CaptionPart] = []
        func add(_ range: Range<String.Index>, isTrigger: Bool) {
            for (piece, isCut) in [
                (range.clamped(to: text.startIndex..<cut), false),
                (range.clamped(to: cut..<text.endIndex), true),
            ] where !piece.isEmpty {
                parts.append(CaptionPart(text: String(text[piece]), isTrigger: isTrigger, isCut: isCut))
            }
        }
        var at = text.startIndex
        for range in text.ranges(ofToken: trigger ?? "") {
            add(at..<range.lowerBound, isTrigger: false)
            add(range, isTrigger: true)
            at = range.upperBound
        }
        add(at..<text.endIndex, isTrigger: false)
        return parts
    }

    /// Where the cut part starts. Compared by bytes: a cut may fall inside of what Swift calls a character.
    private static func cutStart(of caption: RowReview.Caption) -> String.Index {
        let (whole, cut) = (caption.text.utf8, caption.cut.utf8)
        guard whole.suffix(cut.count).elementsEqual(cut) else { return caption.text.endIndex }
        return whole.index(whole.endIndex, offsetBy: -cut.count)
    }
}
