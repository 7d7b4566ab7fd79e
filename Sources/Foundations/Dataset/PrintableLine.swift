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

extension Unicode.Scalar {
    /// C0, delete, C1, the separators of lines and paragraphs, and the marks that turn the writing direction around.
    fileprivate var isControl: Bool {
        value < 0x20 || (0x7F...0x9F).contains(value) || (0x202A...0x202E).contains(value)
            || (0x2066...0x2069).contains(value) || [0x200E, 0x200F, 0x061C, 0x2028, 0x2029].contains(value)
    }
}
