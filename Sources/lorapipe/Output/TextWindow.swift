import Dataset

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
