extension Substring {
    /// Fit to be quoted in a message: no more than so many characters, and four times as many scalars. One word of a
    /// caption can be a million letters long, and one letter can wear a million accents.
    func shortened(to limit: Int = 60) -> String {
        let head = unicodeScalars.prefix(limit * 4)
        let start = Substring(head).prefix(limit + 1)
        let isWhole = head.endIndex == endIndex && start.count <= limit
        return isWhole ? String(self) : start.prefix(limit - 1) + "…"
    }
}
