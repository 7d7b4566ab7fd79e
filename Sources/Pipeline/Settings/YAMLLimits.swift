/// Limits of a YAML file, checked before it is read: a few hundred bytes of aliases of aliases unfold to more than any
/// machine holds.
enum YAMLLimits {
    /// How many aliases are followed.
    static let aliases = 10

    /// Why a text is not read; nil when it may be.
    ///
    /// - Parameter bytes: how long it may be; a whole number of MiB.
    static func fault(of yaml: String, bytes limit: Int) -> String? {
        if yaml.utf8.count > limit { return "is above the limit of \(limit >> 20) MiB" }
        let marks = marks(Array(yaml.utf8))
        // Markdown has stars too, and without an anchor none of them is an alias.
        guard marks.aliases > aliases, marks.anchors > 0 else { return nil }
        return "holds \(marks.aliases) YAML aliases; at most \(aliases) are followed"
    }

    /// What may be aliases and anchors: in quotes they are text and are counted all the same, in lines of comment not.
    private static func marks(_ text: [UInt8]) -> (aliases: Int, anchors: Int) {
        var (aliases, anchors) = (0, 0)
        var isComment = false
        var isAtLineStart = true
        var before = UInt8(ascii: "\n")
        for (place, byte) in text.enumerated() {
            // The last bytes of the line ends beyond ASCII; as part of another character they end a comment too early,
            // which counts too much and never too little.
            if byte == 0x0A || byte == 0x0D || [0x85, 0xA8, 0xA9].contains(byte) {
                (isComment, isAtLineStart) = (false, true)
            } else if byte == UInt8(ascii: "#"), isAtLineStart {
                isComment = true
            } else if byte != 0x20 {
                isAtLineStart = false
            }
            if !isComment, byte == UInt8(ascii: "*") || byte == UInt8(ascii: "&"), mayPrecede(before),
                place + 1 < text.count, isName(text[place + 1])
            {
                if byte == UInt8(ascii: "*") { aliases += 1 } else { anchors += 1 }
            }
            before = byte
        }
        return (aliases, anchors)
    }

    private static func mayPrecede(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte >= 0x80 || "[{,:?-".utf8.contains(byte)
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
