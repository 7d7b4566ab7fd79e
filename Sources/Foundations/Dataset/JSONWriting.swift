extension JSONValue {
    /// The value as text: on one line, or indented by two spaces a level.
    ///
    /// Slashes are not escaped, control characters are (RFC 8259, section 7); the same value gives the
    /// same bytes in every process.
    public func text(pretty: Bool = false) -> String {
        var out = ""
        write(into: &out, indent: pretty ? 0 : nil)
        return out
    }

    /// The value as it stands, indented, inside a document: its lines behind the first are `level` levels deep.
    func text(indentedBy level: Int) -> String {
        var out = ""
        write(into: &out, indent: level)
        return out
    }

    /// A string with its quotes and escapes, as it stands in a JSON text.
    public static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                out += "\\u" + hex4(scalar.value)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// A finite number in plain decimal digits, never with an exponent: 0.00005, not 5e-05.
    ///
    /// Digits are the shortest that read back as the same `Double`. A number that JSON has no form for
    /// (infinite, not a number) is written as null.
    public static func plain(_ number: Double) -> String {
        guard number.isFinite else { return "null" }
        let text = number.description
        guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...])
        else {
            return text
        }
        let sign = text.hasPrefix("-") ? "-" : ""
        let mantissa = text[..<mark].drop { $0 == "-" }.split(separator: ".")
        let digits = String(mantissa[0]) + (mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : "")
        let point = mantissa[0].count + exponent
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        if point >= digits.count {
            return sign + digits + String(repeating: "0", count: point - digits.count) + ".0"
        }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }

    private static func hex4(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    private func write(into out: inout String, indent: Int?) {
        switch self {
        case .null: out += "null"
        case .bool(let value): out += value ? "true" : "false"
        case .int(let value): out += String(value)
        case .double(let value): out += Self.plain(value)
        case .string(let value): out += Self.quoted(value)
        case .array(let elements):
            Self.write(elements, between: "[", "]", into: &out, indent: indent) { element, out, inner in
                element.write(into: &out, indent: inner)
            }
        case .object(let members):
            Self.write(members, between: "{", "}", into: &out, indent: indent) { member, out, inner in
                out += Self.quoted(member.key) + (inner == nil ? ":" : ": ")
                member.value.write(into: &out, indent: inner)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], between open: String, _ close: String, into out: inout String,
        indent: Int?,
        each: (Element, inout String, Int?) -> Void
    ) {
        out += open
        let inner = indent.map { $0 + 1 }
        for (position, element) in elements.enumerated() {
            if position > 0 { out += "," }
            if let inner { out += "\n" + String(repeating: "  ", count: inner) }
            each(element, &out, inner)
        }
        if let indent, !elements.isEmpty { out += "\n" + String(repeating: "  ", count: indent) }
        out += close
    }
}
