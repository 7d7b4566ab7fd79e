import Dataset

/// Finds text that is meant for programs: links, tags, entities, prompt syntax.
enum Markup {
    /// The first match, with its kind.
    static func first(in text: String) -> (kind: String, text: String)? {
        // Nearly all captions contain none of these characters, and regular expressions are slow.
        guard text.utf8.contains(where: { signs.contains($0) }) || text.lowercased().contains("www.") else {
            return nil
        }
        if let found = text.firstMatch(of: /(?i)\b(?:https?:\/\/|www\.)[^\s<>"]+/) {
            return ("a link", found.0.shortened())
        }
        if let found = text.firstMatch(of: /<(?:lora|lyco|hypernet):[^>]{1,100}>/) {
            return ("a LoRA tag", found.0.shortened())
        }
        if let found = text.firstMatch(of: /<\/?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?\/?>|<!--/) {
            return ("an HTML tag", found.0.shortened())
        }
        if let found = text.firstMatch(of: /&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,6});/) {
            return ("an HTML entity", found.0.shortened())
        }
        if let found = text.firstMatch(of: /\([^()]{1,60}:\s?[0-2]\.\d{1,2}\)/) {
            return ("a prompt weight", found.0.shortened())
        }
        if let found = text.firstMatch(
            of: /\[[^\[\]]{1,80}\]\([^()\s]+\)|\*\*[^*\n]+\*\*|`{3}|(?m:^#{1,6} \S)/)
        {
            return ("Markdown", found.0.shortened())
        }
        return nil
    }

    /// < & ( * ` # [ :
    private static let signs: Set<UInt8> = [0x3C, 0x26, 0x28, 0x2A, 0x60, 0x23, 0x5B, 0x3A]
}
