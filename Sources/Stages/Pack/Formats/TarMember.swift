/// A member of a tar archive in the ustar form (POSIX.1-1988, "Extended tar format"). Whatever could differ from run to run is
/// fixed: owned by 0, mode 0644, of the time 0.
struct TarMember: Sendable, Equatable {
    /// Headers, and contents filled up with zeros, come in blocks of so many bytes.
    static let block = 512
    /// What an archive ends with.
    static let end = [UInt8](repeating: 0, count: 2 * block)

    /// At most 100 bytes of ASCII: names of prepared pictures, and what is made of them, are shorter.
    let name: String
    /// The content's size, below 8 GiB.
    let size: Int64

    /// How much the member takes in the archive.
    var span: Int64 { Int64(Self.block) + size + Int64(padding.count) }

    /// The zeros behind the content.
    var padding: [UInt8] { [UInt8](repeating: 0, count: Int((512 - size % 512) % 512)) }

    /// The block in front of the content.
    var header: [UInt8] {
        precondition(name.utf8.count <= 100 && size < 1 << 33, "a member that ustar has no room for")
        var block = [UInt8](repeating: 0, count: Self.block)
        func put(_ text: String, at offset: Int) {
            block.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
        }
        put(name, at: 0)
        put("0000644", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        put(Self.octal(size, digits: 11), at: 124)
        put("00000000000", at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put("0000000", at: 329)
        put("0000000", at: 337)
        // The sum of all bytes, its own place counted as spaces.
        put(Self.octal(block.reduce(0) { $0 + Int64($1) }, digits: 6) + "\0 ", at: 148)
        return block
    }

    init(name: String, size: Int64) {
        self.name = name
        self.size = size
    }

    /// Reads a header; nil for any that this program doesn't write, such as one with a flipped bit.
    init?(header: [UInt8]) {
        guard header.count == Self.block, let size = Int64(Self.text(header[124..<135]), radix: 8),
            size >= 0
        else { return nil }
        self.init(name: Self.text(header[..<100]), size: size)
        guard self.header == header else { return nil }
    }

    private static func octal(_ number: Int64, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
