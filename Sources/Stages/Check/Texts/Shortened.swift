extension Substring {
    /// Fit to be quoted in a message: no more than 60 characters, and 240 scalars. One word of a caption can be a million
    /// letters long, and one letter can wear a million accents.
    var shortened: String {
        let head = unicodeScalars.prefix(240)
        let start = Substring(head).prefix(61)
        let isWhole = head.endIndex == endIndex && start.count < 61
        return isWhole ? String(self) : start.prefix(59) + "…"
    }
}
