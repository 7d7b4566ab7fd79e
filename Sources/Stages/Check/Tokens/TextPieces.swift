import Foundation

/// A text split into the pieces that are tokenised, each with its position in the text as written.
struct TextPieces {
    /// One piece, or one added token.
    struct Piece {
        /// In NFC; their indices are those of the stretch's bytes.
        let bytes: ArraySlice<UInt8>
        let isAddedToken: Bool
        let stretch: Stretch
    }

    /// A part of the text between added tokens.
    struct Stretch {
        /// Its range in the text as written, in bytes of UTF-8.
        let written: Range<Int>
        /// In NFC; the indices are those of the written text when NFC changed nothing.
        let bytes: ArraySlice<UInt8>
        let isChanged: Bool
    }

    private let text: String
    private let written: [UInt8]

    init(_ text: String) {
        self.text = text
        written = Array(text.utf8)
    }

    /// Calls for every piece from first to last.
    ///
    /// - Parameters:
    ///   - asWritten: tokens that are matched before NFC.
    ///   - normalised: tokens that are matched in NFC.
    func forEach(asWritten: AddedTokens, normalised: AddedTokens, _ body: (Piece) -> Void) {
        for (bytes, isToken) in asWritten.parts(of: written[...]) {
            let stretch = isToken ? Self.unchanged(bytes) : Self.normalised(bytes)
            if isToken {
                body(Piece(bytes: bytes, isAddedToken: true, stretch: stretch))
                continue
            }
            for (bytes, isToken) in normalised.parts(of: stretch.bytes) {
                if isToken {
                    body(Piece(bytes: bytes, isAddedToken: true, stretch: stretch))
                } else {
                    for piece in Pieces(bytes) {
                        body(Piece(bytes: piece, isAddedToken: false, stretch: stretch))
                    }
                }
            }
        }
    }

    /// The last position in the written text before `offset`, an index of the stretch's bytes: at the start of the scalar that
    /// contains `offset`, or of the character where NFC changed something.
    func place(of offset: Int, in stretch: Stretch) -> String.Index {
        var place = stretch.isChanged ? stretch.written.lowerBound : offset
        if stretch.isChanged {
            var behind = 0
            for character in String(decoding: written[stretch.written], as: UTF8.self) {
                behind += String(character).precomposedStringWithCanonicalMapping.utf8.count
                if behind > offset { break }
                place += character.utf8.count
            }
        } else {
            while place < written.count, written[place] & 0xC0 == 0x80 { place -= 1 }
        }
        return text.utf8.index(text.startIndex, offsetBy: place)
    }

    private static func unchanged(_ bytes: ArraySlice<UInt8>) -> Stretch {
        Stretch(written: bytes.startIndex..<bytes.endIndex, bytes: bytes, isChanged: false)
    }

    private static func normalised(_ bytes: ArraySlice<UInt8>) -> Stretch {
        // Text of scalars below U+0300, which begin with bytes below 0xCC, is always in NFC.
        guard bytes.contains(where: { $0 >= 0xCC }) else { return unchanged(bytes) }
        let composed = Array(
            String(decoding: bytes, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8)
        if composed.elementsEqual(bytes) { return unchanged(bytes) }
        return Stretch(
            written: bytes.startIndex..<bytes.endIndex, bytes: composed[...], isChanged: true)
    }
}
