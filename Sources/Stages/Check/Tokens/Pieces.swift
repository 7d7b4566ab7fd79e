/// The pieces into which Qwen2 splits a text before merging; no token crosses their borders. Joined, they are the whole
/// text.
///
/// A hand-written matcher for `pattern`; the tests compare it with two regular expression engines.
struct Pieces: Sequence, IteratorProtocol {
    /// Qwen2's regular expression; its alternatives are tried from left to right.
    static let pattern =
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"#
        + #"|\s*[\r\n]+|\s+(?!\S)|\s+"#

    private let bytes: ArraySlice<UInt8>
    private var at: Int

    /// - Parameter bytes: UTF-8, in NFC.
    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        at = bytes.startIndex
    }

    /// The next piece; its indices are those of the bytes.
    mutating func next() -> ArraySlice<UInt8>? {
        guard let first = kind(at: at) else { return nil }
        let start = at
        at = end(ofPieceAt: start, first.kind, behindFirst: first.end)
        return bytes[start..<at]
    }

    private func end(ofPieceAt start: Int, _ first: ScalarKind, behindFirst: Int) -> Int {
        if bytes[start] == UInt8(ascii: "'"), let end = contraction(from: behindFirst) { return end }
        switch first {
        case .letter: return run(of: .letter, from: behindFirst)
        case .number: return behindFirst
        case .newline: return blank(from: start)
        case .space, .other: break
        }
        let second = kind(at: behindFirst)?.kind
        if second == .letter { return run(of: .letter, from: behindFirst) }
        if first == .other || (second == .other && bytes[start] == 0x20) {
            return run(of: .newline, from: run(of: .other, from: behindFirst))
        }
        return blank(from: start)
    }

    /// The end of an English contraction after its apostrophe, in any case; `ſ` counts as s.
    private func contraction(from place: Int) -> Int? {
        func lower(_ place: Int) -> UInt8 { place < bytes.endIndex ? bytes[place] | 0x20 : 0 }
        switch (lower(place), lower(place + 1)) {
        case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _), (UInt8(ascii: "d"), _):
            return place + 1
        case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
            (UInt8(ascii: "l"), UInt8(ascii: "l")):
            return place + 2
        default: return bytes[place...].starts(with: [0xC5, 0xBF]) ? place + 2 : nil
        }
    }

    /// White space up to its last newline; without one up to its last character, which belongs to the next piece unless there
    /// is none or it is the only character.
    private func blank(from start: Int) -> Int {
        var behindNewline: Int?
        var last = start
        var end = start
        while let next = kind(at: end), next.kind == .space || next.kind == .newline {
            if next.kind == .newline { behindNewline = next.end }
            last = end
            end = next.end
        }
        if let behindNewline { return behindNewline }
        return end == bytes.endIndex || last == start ? end : last
    }

    private func run(of kind: ScalarKind, from start: Int) -> Int {
        var end = start
        while let next = self.kind(at: end), next.kind == kind { end = next.end }
        return end
    }

    private func kind(at place: Int) -> (kind: ScalarKind, end: Int)? {
        guard place < bytes.endIndex else { return nil }
        let first = bytes[place]
        if first < 0x80 { return (ScalarKind(Unicode.Scalar(first)), place + 1) }
        let scalar = UTF8Scalar(bytes, at: place)
        return (ScalarKind(scalar.value), scalar.end)
    }
}
