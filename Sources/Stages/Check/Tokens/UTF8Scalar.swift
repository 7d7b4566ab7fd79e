/// One scalar in valid UTF-8 and where it ends.
struct UTF8Scalar {
    let value: Unicode.Scalar
    let end: Int

    init(_ bytes: ArraySlice<UInt8>, at place: Int) {
        let first = bytes[place]
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        end = place + length
        // A lead byte has as many ones on top as the scalar has bytes, and a zero.
        var bits = UInt32(length == 1 ? first : first & (0x7F >> UInt8(length)))
        for follower in bytes[place..<end].dropFirst() { bits = bits << 6 | UInt32(follower & 0x3F) }
        value = Unicode.Scalar(bits) ?? "\u{FFFD}"
    }
}
