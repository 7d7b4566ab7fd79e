import Dataset

extension JSONValue {
    /// The value as it can stand in a `<script>` of data. Of a script's text a browser reads nothing but its end, and
    /// without `<` there is none; `>`, `&` and the two line ends of JavaScript are escaped for what else may read it.
    /// All of them occur in strings only, where JSON takes an escape.
    var scriptData: [UInt8] {
        let bytes = Array(text().utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 16)
        var at = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "<"): out += "\\u003c".utf8
            case UInt8(ascii: ">"): out += "\\u003e".utf8
            case UInt8(ascii: "&"): out += "\\u0026".utf8
            case 0xE2 where bytes[at...].starts(with: "\u{2028}".utf8):
                out += "\\u2028".utf8
                at += 2
            case 0xE2 where bytes[at...].starts(with: "\u{2029}".utf8):
                out += "\\u2029".utf8
                at += 2
            default: out.append(bytes[at])
            }
            at += 1
        }
        return out
    }
}
