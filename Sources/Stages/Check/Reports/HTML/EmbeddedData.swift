import Dataset
import Foundation
import Imaging

extension String {
    /// The source of an inline style or script in a Content-Security-Policy: its SHA-256 in base64.
    var policySource: String {
        let digits = Array(Digest.of(self).hex)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        return "sha256-" + Data(bytes).base64EncodedString()
    }
}

extension Thumbnail {
    /// The whole file as a data URL.
    var dataURL: String { "data:\(mediaType);base64,\(Data(bytes).base64EncodedString())" }
}

extension JSONValue {
    /// The value for a `<script>` of data. A browser searches such a script only for its end tag, and without `<` there is
    /// none; `>`, `&` and JavaScript's two extra line ends are escaped for other parsers. All of them occur only in strings,
    /// where JSON allows an escape.
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
