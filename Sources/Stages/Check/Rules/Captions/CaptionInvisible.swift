import Dataset

extension Rule {
    static let captionInvisible = caption(
        "caption-invisible", .warning,
        measures:
            "captions with control characters or invisible ones: zero-width spaces, direction marks, soft hyphens, byte order marks",
        hint: "remove them: they split words into other tokens and can't be seen in an editor"
    ) { caption, _, _ in
        let found = caption.invisibles
        guard let first = found.first else { return nil }
        let code = String(first.value, radix: 16, uppercase: true)
        let name = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
        let kind = first.properties.name ?? (first.value < 0x20 ? "a control character" : "unnamed")
        return "holds \(name) (\(kind.lowercased()))"
            + (found.count > 1 ? " and \(found.count - 1) more" : "")
    }
}

extension String {
    /// Invisible characters that do not belong in a caption, in their order. Joiners between emoji, or in scripts that need
    /// them, do belong; so do line ends and tabs.
    fileprivate var invisibles: [Unicode.Scalar] {
        let scalars = Array(unicodeScalars)
        let flag = scalars.firstIndex { $0.value == 0x1F3F4 } ?? scalars.endIndex
        return scalars.indices.filter { index in
            let scalar = scalars[index]
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: return false
            case 0x200C, 0x200D:
                guard index > 0, index + 1 < scalars.count else { return true }
                return !(scalars[index - 1].takesJoiner && scalars[index + 1].takesJoiner)
            // Tags after a black flag select the flag.
            case 0xE0020...0xE007F: return index < flag
            case 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x200E, 0x200F,
                0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB:
                return true
            default: return scalar.properties.generalCategory == .control
            }
        }.map { scalars[$0] }
    }
}

extension Unicode.Scalar {
    /// Emoji and their modifiers, and scripts with joiners: Arabic, and those of South and Southeast Asia.
    fileprivate var takesJoiner: Bool {
        properties.isEmoji || value == 0xFE0F || (0x0600...0x08FF).contains(value)
            || (0x0900...0x0DFF).contains(value) || (0x1000...0x109F).contains(value)
            || (0x1780...0x17FF).contains(value) || (0x1800...0x18AF).contains(value)
    }
}
