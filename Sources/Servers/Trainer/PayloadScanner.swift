import Dataset

/// Reads a large JSON text from a file value by value: never more of it is in memory than one member of one picture.
struct PayloadScanner {
    private var bytes: ByteReader
    private let limits: PayloadLimits

    init(path: String, limits: PayloadLimits) throws {
        bytes = try ByteReader(path: path)
        self.limits = limits
    }

    func close() throws { try bytes.close() }

    /// The next byte that is not white space, left where it is.
    mutating func peek() throws -> UInt8? {
        while let byte = try bytes.peek(), [0x20, 0x09, 0x0A, 0x0D].contains(byte) { _ = try bytes.next() }
        return try bytes.peek()
    }

    /// Walks an object: `each` must take the value of the key that it is given.
    mutating func object(_ each: (inout PayloadScanner, String) throws -> Void) throws {
        var seen: Set<String> = []
        try list(from: "{", to: "}") { scanner in
            guard try scanner.peek() == UInt8(ascii: "\""),
                let key = try scanner.value(limit: scanner.limits.parameter).string
            else {
                throw scanner.failure("Expecting property name enclosed in double quotes")
            }
            guard seen.insert(key).inserted else { throw scanner.failure("The key \(key) stands twice") }
            guard seen.count <= scanner.limits.members else {
                throw scanner.failure("An object has more than \(scanner.limits.members) members")
            }
            try scanner.expect(":")
            try each(&scanner, key)
        }
    }

    /// Walks an array: `each` must take an element.
    mutating func array(_ each: (inout PayloadScanner, Int) throws -> Void) throws {
        var index = 0
        try list(from: "[", to: "]") { scanner in
            try each(&scanner, index)
            index += 1
        }
    }

    /// Takes the next value, read.
    ///
    /// - Parameter limit: the most bytes that it may take; nil for that of any value.
    mutating func value(limit: Int? = nil) throws -> JSONValue {
        let start = bytes.offset
        do {
            return try JSONValue(parsing: raw(limit: limit ?? limits.value))
        } catch let error as JSONError {
            throw PayloadSyntaxError(message: error.message, offset: start + error.offset)
        }
    }

    /// Takes the bytes of the next value as they stand: a string with its quotes, an object with its braces.
    ///
    /// - Parameter limit: the most bytes that it may take.
    mutating func raw(limit: Int) throws -> [UInt8] {
        guard try peek() != nil else { throw failure("Expecting value") }
        var out: [UInt8] = []
        var depth = 0
        repeat {
            guard let byte = try bytes.next() else { throw failure("The text ends in the middle of a value") }
            out.append(byte)
            switch byte {
            case UInt8(ascii: "\""): try restOfString(into: &out, limit)
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case _ where depth == 0: try restOfWord(into: &out)
            default: break
            }
            guard depth >= 0 else { throw failure("Expecting value") }
            guard out.count <= limit else { throw failure("A value is larger than \(limit) bytes") }
        } while depth > 0
        return out
    }

    /// Nothing but white space may follow.
    mutating func end() throws {
        guard try peek() == nil else { throw failure("Extra data") }
    }

    func failure(_ message: String) -> PayloadSyntaxError {
        PayloadSyntaxError(message: message, offset: bytes.offset)
    }

    private mutating func list(
        from open: Character, to close: Character, _ element: (inout PayloadScanner) throws -> Void
    ) throws {
        try expect(open)
        if try peek() == close.asciiValue { return try expect(close) }
        while true {
            try element(&self)
            guard try peek() == UInt8(ascii: ",") else { return try expect(close) }
            _ = try bytes.next()
        }
    }

    private mutating func expect(_ character: Character) throws {
        guard try peek() == character.asciiValue else { throw failure("Expecting '\(character)'") }
        _ = try bytes.next()
    }

    private mutating func restOfString(into out: inout [UInt8], _ limit: Int) throws {
        while true {
            try bytes.takePlainText(into: &out)
            guard out.count <= limit else { throw failure("A value is larger than \(limit) bytes") }
            guard let byte = try bytes.peek() else { throw failure("Unterminated string") }
            // The reader's buffer ended in the middle of the text.
            guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            out.append(byte)
            _ = try bytes.next()
            if byte == UInt8(ascii: "\"") { return }
            guard let escaped = try bytes.next() else { throw failure("Unterminated string") }
            out.append(escaped)
        }
    }

    /// The rest of a number or of `true`, `false`, `null`.
    private mutating func restOfWord(into out: inout [UInt8]) throws {
        while let byte = try bytes.peek(), !",]} \t\r\n".utf8.contains(byte), out.count < 64 {
            out.append(byte)
            _ = try bytes.next()
        }
    }
}

/// A body that is not JSON, and where it stops being so.
struct PayloadSyntaxError: Error {
    let message: String
    let offset: Int
}

/// How much of a body is held in memory while it is looked at, whatever the body holds.
struct PayloadLimits: Sendable {
    /// Bytes of one picture's base64.
    var picture = 96 << 20
    /// Bytes of any other value as it stands in the text. A caption that is encoded whole has under 10 KB.
    var value = 1 << 20
    /// Bytes of one of the parameters, and of a key.
    var parameter = 64 << 10
    /// Pictures of one body; the largest body has room for so many of 80 KB each.
    var images = 50_000
    /// Members of one object.
    var members = 64
    /// Faults that are reported one by one, and log lines on the pictures.
    var told = 100
}
