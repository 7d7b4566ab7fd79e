extension String {
    /// The text as a terminal would leave it behind, without colours, titles and moves of the cursor: whole control
    /// sequences are taken out (ECMA-48, section 5), and then every control character but tabs.
    public var withoutTerminalSequences: String {
        var rest = Substring.UnicodeScalarView(unicodeScalars)
        var kept = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar.value {
            case 0x1B: rest.skipEscape()
            case 0x9B: rest.skipSequence()
            case 0x90, 0x98, 0x9D...0x9F: rest.skipString()
            default: kept.append(scalar)
            }
        }
        return String(kept).withoutControls
    }
}

extension Substring.UnicodeScalarView {
    /// What stands behind an escape character.
    fileprivate mutating func skipEscape() {
        guard let next = first else { return }
        switch next {
        case "[":
            removeFirst()
            skipSequence()
        case "]", "P", "X", "^", "_":
            removeFirst()
            skipString()
        default:
            // A choice of characters, `ESC ( B`, or a single letter, `ESC c`; anything else is text again.
            var tail = drop { (0x20...0x2F).contains($0.value) }
            if let final = tail.popFirst(), (0x30...0x7E).contains(final.value) { self = tail }
        }
    }

    /// Parameters and the letter that ends them. What does not end so was no sequence, and stays.
    fileprivate mutating func skipSequence() {
        var tail = drop { (0x20...0x3F).contains($0.value) }
        if let final = tail.popFirst(), (0x40...0x7E).contains(final.value) { self = tail }
    }

    /// A string, as titles and links are, up to its end. One without an end hides nothing: it stays.
    fileprivate mutating func skipString() {
        var tail = self
        while let scalar = tail.popFirst() {
            let isEnd = scalar.value == 0x07 || scalar.value == 0x9C
            if isEnd || (scalar.value == 0x1B && tail.first == "\\") {
                if !isEnd { tail.removeFirst() }
                self = tail
                return
            }
        }
    }
}
