extension String {
    /// The text fit for one line of a terminal: control characters become spaces, and it ends after 300
    /// characters. Strangers' text must not steer a terminal or fill it.
    public var printableLine: String {
        // Counted in scalars too: one character can be a letter with a million accents.
        let plain = String(unicodeScalars.prefix(1200).map { $0.isControl ? " " : Character($0) })
        let isCut = plain.count > 300 || unicodeScalars.dropFirst(1200).first != nil
        return isCut ? plain.prefix(300) + "…" : plain
    }

    /// The text without control characters but tabs.
    public var withoutControls: String {
        String(String.UnicodeScalarView(unicodeScalars.filter { $0 == "\t" || !$0.isControl }))
    }
}

extension Substring {
    /// Cut for a message: at most `limit` characters, and four times as many scalars. One word of a caption can be a
    /// million letters long, and one letter can carry a million accents.
    public func shortened(to limit: Int = 60) -> String {
        let head = unicodeScalars.prefix(limit * 4)
        let start = Substring(head).prefix(limit + 1)
        let isWhole = head.endIndex == endIndex && start.count <= limit
        return isWhole ? String(self) : start.prefix(limit - 1) + "…"
    }
}

extension Unicode.Scalar {
    /// C0, delete, C1, the separators of lines and paragraphs, and the marks that turn the writing direction around.
    fileprivate var isControl: Bool {
        value < 0x20 || (0x7F...0x9F).contains(value) || (0x202A...0x202E).contains(value)
            || (0x2066...0x2069).contains(value) || [0x200E, 0x200F, 0x061C, 0x2028, 0x2029].contains(value)
    }
}

extension Double {
    /// For people: rounded to so many decimals, without a fraction that is zero.
    public func text(_ decimals: Int) -> String {
        let factor = (0..<decimals).reduce(1.0) { result, _ in result * 10 }
        let rounded = (self * factor).rounded() / factor
        return Int64(exactly: rounded).map(String.init) ?? JSONValue.plain(rounded)
    }
}
