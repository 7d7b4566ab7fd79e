/// An upper estimate of a piece's tokens without the vocabulary, from a few facts about Qwen2's.
///
/// - Every token has at least one byte, so bytes are an upper bound; a digit is a piece of its own.
/// - Adjacent tokens that are one token together always merge: of the splits of an ASCII word into tokens only those
///   count that leave no two or three bytes apart that `ShortTokens` and `LetterTriples` know as a token. The longest of
///   these splits is the estimate; in English words it has about one token for two bytes.
/// - Most scalars beyond ASCII begin with two bytes that are a token, so they have one token fewer than bytes.
/// - `CommonWords`, contractions and short runs of the same blank are one token.
///
/// For ASCII this follows from the facts, which the tests compare with the rank file. Beyond ASCII a few tokens extend from
/// inside of one scalar into the next, which the sum over scalars ignores; there the tests compare estimates with exact
/// counts.
enum TokenEstimate {
    /// An upper bound of the tokens of one piece of the pattern.
    static func upper(_ piece: ArraySlice<UInt8>) -> Int {
        if piece.count == 1 || ShortTokens.isShortBlank(piece) || ShortTokens.isContraction(piece)
            || CommonWords.holds(piece)
        {
            return 1
        }
        var scalars = Scalars()
        var at = piece.startIndex
        while at < piece.endIndex {
            let end = UTF8Scalar(piece, at: at).end
            scalars.append(piece[at..<end])
            at = end
        }
        return scalars.now.most
    }

    /// The most tokens up to a position, by the kind of the last one; `none` where there is no such split.
    private struct Most {
        static let none = -1_000_000
        /// The last token is one ASCII byte.
        var one = none
        /// The last token is two ASCII bytes.
        var two = none
        /// The last token is anything else.
        var other = none
        var most: Int { max(one, two, other) }
    }

    /// The dynamic programme over the scalars.
    private struct Scalars {
        var now = Most(other: 0)
        private var before = Most()
        private var beforeThat = Most()
        /// The most at any position before those three.
        private var early = Most.none
        /// The last two scalars; 0x80 for those beyond ASCII, for which no merges are known.
        private var previous: UInt8 = 0x80
        private var earlier: UInt8 = 0x80

        mutating func append(_ scalar: ArraySlice<UInt8>) {
            let byte = scalar.count == 1 ? scalar[scalar.startIndex] : 0x80
            let triple = LetterTriples.join(earlier, previous, byte)
            var next = Most()
            if byte < 0x80 {
                next.one =
                    1
                    + max(
                        now.other, ShortTokens.join(previous, byte) ? Most.none : now.one,
                        triple ? Most.none : now.two)
                next.two = 1 + max(before.other, triple ? Most.none : before.one, before.two)
                next.other = 1 + max(beforeThat.most, early)
            } else {
                next.other = max(
                    now.most + ShortTokens.count(scalar), 1 + max(before.most, beforeThat.most, early))
            }
            early = max(early, beforeThat.most)
            (beforeThat, before, now) = (before, now, next)
            (earlier, previous) = (previous, byte)
        }
    }
}
