/// What an ICC profile calls itself.
enum ProfileName {
    /// Whether a profile names itself sRGB, as those that cameras and editors put into ordinary pictures do. What it
    /// says is believed: nothing but a note hangs on it.
    static func isSRGB(_ profile: [UInt8]) -> Bool {
        guard let name = description(of: profile) else { return false }
        return name.contains("sRGB")
    }

    /// The text of the `desc` tag, ASCII (ICC.1:2001, 6.5.17) or UTF-16 (`mluc`, ICC.1:2010, 10.13); nil for what is no
    /// such thing.
    static func description(of profile: [UInt8]) -> String? {
        func number(at offset: Int) -> Int? {
            guard offset >= 0, offset + 4 <= profile.count else { return nil }
            return profile[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        // 128 bytes of header, a count, then 12 bytes a tag: its name, where it lies, and its length.
        guard let tags = number(at: 128) else { return nil }
        for tag in 0..<min(tags, 100) {
            let entry = 132 + tag * 12
            guard let name = number(at: entry), let start = number(at: entry + 4),
                let length = number(at: entry + 8)
            else { return nil }
            guard name == 0x6465_7363, start <= profile.count, length >= 12, length <= profile.count - start
            else {
                continue
            }
            // All that can be read of it: a UTF-16 text of Latin letters is those letters between zeros.
            let bytes = profile[start..<start + min(length, 1024)].filter { (0x20..<0x7F).contains($0) }
            return String(decoding: bytes, as: UTF8.self)
        }
        return nil
    }
}
