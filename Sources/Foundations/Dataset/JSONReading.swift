/// A text that is not JSON, with the place where it stopped being so.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was expected, for people.
    public let message: String
    /// The byte at which reading stopped, from 0.
    public let offset: Int

    /// The message with its place.
    public var description: String { "\(message) at byte \(offset)" }
}

extension JSONValue {
    /// How exactly a text must be JSON.
    public enum Strictness: Sendable {
        /// As RFC 8259 has it, each key of an object once, and each number finite.
        case strict
        /// Besides, what other programs write in spite of it: `NaN`, `Infinity` and `-Infinity` (Python's json),
        /// numbers too large for a double, which are infinite then, halves of surrogate pairs and bytes that are not
        /// UTF-8, which become U+FFFD, and a key given twice, of which the last one counts. For untrusted answers, of
        /// which nothing is made but what is shown.
        case lenient
    }

    /// Reads a whole JSON text (RFC 8259) and keeps the order of its keys; refuses a key given twice, unless it is
    /// lenient, and values nested deeper than 128.
    public init(parsing text: some Collection<UInt8>, _ strictness: Strictness = .strict) throws(JSONError) {
        var reader = JSONReader(bytes: Array(text), isLenient: strictness == .lenient)
        self = try reader.document()
    }

    /// Reads a whole JSON text.
    public init(parsing text: String) throws(JSONError) { try self.init(parsing: text.utf8) }
}

/// Recursive descent over bytes. Foundation's reader loses key order and takes the first of two equal keys.
struct JSONReader {
    let bytes: [UInt8]
    let isLenient: Bool
    var at = 0

    init(bytes: [UInt8], isLenient: Bool = false) {
        self.bytes = bytes
        self.isLenient = isLenient
    }

    mutating func document() throws(JSONError) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        let value = try value(depth: 0)
        skipSpace()
        if at < bytes.count { throw failure("expected the end of the text") }
        return value
    }

    func failure(_ message: String) -> JSONError { JSONError(message: message, offset: at) }

    mutating func skipSpace() {
        while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
    }

    mutating func take(_ byte: Character) -> Bool {
        skipSpace()
        guard at < bytes.count, bytes[at] == byte.asciiValue else { return false }
        at += 1
        return true
    }

    mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < 128 else { throw failure("values nested deeper than 128") }
        skipSpace()
        guard at < bytes.count else { throw failure("expected a value") }
        switch bytes[at] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "N") where isLenient: return try word("NaN", .double(.nan))
        case UInt8(ascii: "I") where isLenient: return try word("Infinity", .double(.infinity))
        case UInt8(ascii: "-") where isLenient && bytes[at...].starts(with: "-Infinity".utf8):
            return try word("-Infinity", .double(-.infinity))
        default: return try number()
        }
    }

    private mutating func word(_ text: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
        guard bytes[at...].starts(with: text.utf8) else { throw failure("expected a value") }
        at += text.utf8.count
        return value
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        at += 1
        var members: [JSONValue.Member] = []
        var seen: Set<ExactText> = []
        if take("}") { return .object([]) }
        repeat {
            skipSpace()
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
                throw failure("expected a key")
            }
            let key = try string()
            if !seen.insert(ExactText(key)).inserted {
                guard isLenient else { throw failure("the key \"\(key)\" stands twice") }
                members.removeAll { ExactText($0.key) == ExactText(key) }
            }
            guard take(":") else { throw failure("expected a colon") }
            members.append(.init(key, try value(depth: depth + 1)))
        } while take(",")
        guard take("}") else { throw failure("expected a comma or the object's end") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        at += 1
        var elements: [JSONValue] = []
        if take("]") { return .array([]) }
        repeat { elements.append(try value(depth: depth + 1)) } while take(",")
        guard take("]") else { throw failure("expected a comma or the array's end") }
        return .array(elements)
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = at
        guard skipNumber() else {
            at = start
            throw failure("expected a value")
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if let integer = Int64(text) { return .int(integer) }
        if let number = Double(text), number.isFinite || isLenient { return .double(number) }
        at = start
        throw failure("expected a number")
    }

    /// Steps over a number as section 6 spells it; Swift's own readers take more, such as "1." and "-.5".
    private mutating func skipNumber() -> Bool {
        _ = skip("-")
        let first = at
        let whole = skipDigits()
        guard whole > 0, whole == 1 || bytes[first] != UInt8(ascii: "0") else { return false }
        if skip("."), skipDigits() == 0 { return false }
        if skip("eE") {
            _ = skip("+-")
            return skipDigits() > 0
        }
        return true
    }

    private mutating func skip(_ choices: String) -> Bool {
        guard at < bytes.count, choices.utf8.contains(bytes[at]) else { return false }
        at += 1
        return true
    }

    private mutating func skipDigits() -> Int {
        let start = at
        while skip("0123456789") {}
        return at - start
    }
}
