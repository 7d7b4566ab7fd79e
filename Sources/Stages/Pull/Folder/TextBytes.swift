/// The bytes of a text file, read as UTF-8 or not at all: what was made of other bytes would be trained on.
enum TextBytes {
    /// Bytes that are no UTF-8 text.
    struct NotUTF8: Error, Equatable {
        /// The first byte that can't be read.
        let offset: Int
        /// That byte.
        let byte: UInt8
        /// Which encoding the bytes look like, for people.
        let likely: String

        /// In words, to stand behind the file's name.
        var sentence: String {
            let hex = String(byte, radix: 16, uppercase: true)
            return
                "is no UTF-8 text: byte \(offset) is 0x\(hex.count < 2 ? "0" : "")\(hex); it looks like \(likely)"
        }
    }

    /// The text, without a byte order mark.
    static func text(_ bytes: [UInt8]) throws(NotUTF8) -> String {
        if let encoding = marked(bytes) { throw NotUTF8(offset: 0, byte: bytes[0], likely: encoding) }
        // No text holds a zero. UTF-16 does, and would pass for UTF-8 where its letters are ASCII.
        if let zero = bytes.firstIndex(of: 0) {
            throw NotUTF8(offset: zero, byte: 0, likely: withZeros(bytes))
        }
        let scan = Scan(bytes)
        if let bad = scan.firstBad { throw NotUTF8(offset: bad, byte: bytes[bad], likely: scan.likely) }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return String(decoding: bytes.starts(with: mark) ? bytes[3...] : bytes[...], as: UTF8.self)
    }

    /// The encoding that a byte order mark names.
    private static func marked(_ bytes: [UInt8]) -> String? {
        let marks: [([UInt8], String)] = [
            ([0xFF, 0xFE, 0, 0], "UTF-32 (little endian)"), ([0, 0, 0xFE, 0xFF], "UTF-32 (big endian)"),
            ([0xFF, 0xFE], "UTF-16 (little endian)"), ([0xFE, 0xFF], "UTF-16 (big endian)"),
        ]
        return marks.first { bytes.starts(with: $0.0) }?.1
    }

    /// UTF-16 of Latin letters has a zero as each letter's upper half.
    private static func withZeros(_ bytes: [UInt8]) -> String {
        let (even, odd) = bytes.indices.reduce(into: (0, 0)) { count, place in
            if bytes[place] == 0 { if place % 2 == 0 { count.0 += 1 } else { count.1 += 1 } }
        }
        if (even + odd) * 5 > bytes.count * 3 { return "UTF-32" }
        if odd * 4 > bytes.count, even * 4 < odd { return "UTF-16 (little endian)" }
        if even * 4 > bytes.count, odd * 4 < even { return "UTF-16 (big endian)" }
        return "no text at all"
    }

    /// One pass over bytes that are meant to be UTF-8.
    private struct Scan {
        private(set) var firstBad: Int?
        private var bad = 0
        private var sound = 0
        private var letters = 0
        private var isCutOff = false
        private let high: Int

        init(_ bytes: [UInt8]) {
            high = bytes.count { $0 >= 0x80 }
            var parser = Unicode.UTF8.ForwardParser()
            var rest = bytes.makeIterator()
            var offset = 0
            while true {
                switch parser.parseScalar(from: &rest) {
                case .valid(let scalar):
                    if scalar.count > 1 { sound += 1 }
                    if scalar.count == 1, let byte = scalar.first, (byte | 0x20) >= 0x61,
                        (byte | 0x20) <= 0x7A
                    {
                        letters += 1
                    }
                    offset += scalar.count
                case .error(let length):
                    firstBad = firstBad ?? offset
                    bad += 1
                    offset += length
                    isCutOff = bytes[offset - length] >= 0xC2 && offset == bytes.count
                case .emptyInput: return
                }
            }
        }

        /// A guess, reported as one.
        var likely: String {
            if bad == 1 && isCutOff && sound > 0 { return "UTF-8 that was cut off within a character" }
            if sound > bad { return "damaged UTF-8" }
            // In Western languages most letters are ASCII.
            return high > letters
                ? "an encoding of another script, such as Windows-1251, GBK or Shift-JIS"
                : "Windows-1252 or Latin-1"
        }
    }
}
