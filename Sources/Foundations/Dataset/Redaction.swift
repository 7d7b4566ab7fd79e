import Foundation

extension String {
    /// The text without secrets that an untrusted text may repeat: each is taken out as it is, percent-encoded, as JSON
    /// escapes it (more than once, too), in base64 (within a longer text too) and in hex. Secrets of fewer than four
    /// letters stay: they stand in too many words; so do the hex and the inner base64 of those of fewer than eight.
    public func redacting(_ secrets: [String]) -> String {
        let forms = SecretForms.all(of: secrets)
        guard Array(utf8).holds(forms) else { return self }
        // Where a secret is seen only behind escapes, the text goes on without them: people read the same in it.
        var bytes = Array(utf8).without(forms)
        for view in bytes.views.dropFirst() where view.holdsPlainly(forms) { bytes = view.without(forms) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Whether a text holds any of the secrets in one of those forms.
    public func holds(_ secrets: [String]) -> Bool { holds(SecretForms.all(of: secrets)) }

    fileprivate func holds(_ forms: [[UInt8]]) -> Bool { views.contains { $0.holdsPlainly(forms) } }

    fileprivate func holdsPlainly(_ forms: [[UInt8]]) -> Bool { forms.contains { !places(of: $0).isEmpty } }

    fileprivate func without(_ forms: [[UInt8]]) -> [UInt8] { forms.reduce(self) { $0.without($1) } }

    /// The text, and what is behind its escapes; each of them but the first without one layer more.
    fileprivate var views: [[UInt8]] {
        var views = [self]
        while views.count < 5, let last = views.last, last.contains(UInt8(ascii: "\\")) {
            let next = last.unescaped
            if next == last { break }
            views.append(next)
        }
        return views
    }

    private func without(_ form: [UInt8]) -> [UInt8] {
        let places = places(of: form)
        guard !places.isEmpty else { return self }
        var out: [UInt8] = []
        var end = 0
        for place in places {
            out += self[end..<place] + Array("(not shown)".utf8)
            end = place + form.count
        }
        return out + self[end...]
    }

    /// Where a form begins, each behind the last one's end. Logs can be long: the search is the C library's.
    private func places(of form: [UInt8]) -> [Int] {
        guard let first = form.first else { return [] }
        return withUnsafeBytes { text in
            guard let base = text.baseAddress else { return [] }
            var found: [Int] = []
            var start = 0
            while start + form.count <= text.count,
                let hit = memchr(base + start, Int32(first), text.count - form.count - start + 1)
            {
                let place = UnsafeRawPointer(hit) - base
                let isForm = memcmp(hit, form, form.count) == 0
                if isForm { found.append(place) }
                start = place + (isForm ? form.count : 1)
            }
            return found
        }
    }
}

extension [UInt8] {
    /// Without JSON's escapes of printable characters.
    fileprivate var unescaped: [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(count)
        var rest = self[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let next = rest.first else {
                out.append(byte)
                continue
            }
            let digits = rest.dropFirst().prefix(4)
            if next == UInt8(ascii: "u"), digits.count == 4,
                let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 16),
                (0x20..<0x7F).contains(code)
            {
                out.append(code)
                rest = rest.dropFirst(5)
            } else if "\"/\\".utf8.contains(next) {
                out.append(next)
                rest = rest.dropFirst()
            } else {
                out.append(byte)
            }
        }
        return out
    }
}

extension JSONValue {
    /// The value with every text in it, names of members too, as of `String.redacting`.
    public func redacting(_ secrets: [String]) -> JSONValue {
        switch self {
        case .string(let text): .string(text.redacting(secrets))
        case .array(let elements): .array(elements.map { $0.redacting(secrets) })
        case .object(let members):
            .object(members.map { .init($0.key.redacting(secrets), $0.value.redacting(secrets)) })
        default: self
        }
    }
}

/// The ways in which a text is found written by programs.
private enum SecretForms {
    static func all(of secrets: [String]) -> [[UInt8]] {
        secrets.filter { $0.utf8.count >= 4 }.flatMap(all)
    }

    private static func all(of secret: String) -> [[UInt8]] {
        let bytes = Array(secret.utf8)
        let percent = PercentCoding.encoded(secret)
        let escaped = secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let base64 = Data(bytes).base64EncodedString()
        var forms = [
            secret, percent, lowerEscapes(percent), escaped, escaped.replacing("/", with: "\\/"), base64,
        ]
        if bytes.count >= 8 {
            let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            forms += [hex, hex.uppercased()] + (0..<3).map { inner(bytes, behind: $0) }
        }
        forms += forms.dropFirst(5).map { $0.replacing("+", with: "-").replacing("/", with: "_") }
        var seen: Set<String> = []
        return forms.filter { seen.insert($0).inserted }.map { Array($0.utf8) }
    }

    /// What base64 makes of it behind so many other bytes, and whatever follows: the characters that depend on it
    /// alone.
    private static func inner(_ bytes: [UInt8], behind count: Int) -> String {
        let text = Data([UInt8](repeating: 0, count: count) + bytes).base64EncodedString()
        let bits = (count + bytes.count) * 8
        return String(text.prefix(bits / 6).dropFirst((count * 8 + 5) / 6))
    }

    private static func lowerEscapes(_ text: String) -> String {
        text.replacing(/%[0-9A-F]{2}/) { String($0.output).lowercased() }
    }
}
