/// The alphabet in which tokenizer.json writes bytes: printable bytes of Latin-1 stand for themselves, the others
/// are numbered from U+0100, so a space is `Ġ`.
enum ByteAlphabet {
    private static let bytes: [UInt8?] = {
        var bytes = [UInt8?](repeating: nil, count: 0x180)
        var unprintable = 0x100
        for byte in 0...UInt8.max {
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: bytes[Int(byte)] = byte
            default:
                bytes[unprintable] = byte
                unprintable += 1
            }
        }
        return bytes
    }()

    /// The bytes of a token's text; nil when a scalar is not in the alphabet.
    static func bytes(of text: some StringProtocol) -> [UInt8]? {
        let alphabet = bytes
        var found: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard scalar.value < alphabet.count, let byte = alphabet[Int(scalar.value)] else { return nil }
            found.append(byte)
        }
        return found
    }
}
