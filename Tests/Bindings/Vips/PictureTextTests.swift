import Testing
import Vips

@Suite struct PictureTextTests {
    private let style = TextStyle(size: 13, ink: (0, 0, 0), paper: (255, 255, 255))

    private func set(
        _ text: String, width: Int = 200, height: Int = 32, _ style: TextStyle? = nil, isBold: Bool = false
    ) throws -> [UInt8] {
        let picture = try Picture.text(
            [TextRun(text, isBold: isBold)], style ?? self.style, width: width, height: height)
        #expect(picture.width == width && picture.height == height && picture.bands == 3)
        return try picture.pixels()
    }

    /// How many columns from the left, or rows from the top, stay free of ink.
    private func margin(_ pixels: [UInt8], width: Int, fromLeft: Bool) -> Int {
        let places = pixels.indices.filter { pixels[$0] < 128 }.map { $0 / 3 }
        return places.map { fromLeft ? $0 % width : $0 / width }.min() ?? -1
    }

    @Test func inkOnPaper() throws {
        let coloured = TextStyle(size: 20, ink: (200, 10, 20), paper: (0, 100, 255))
        let pixels = try set("█", coloured)
        #expect(Array(pixels.suffix(3)) == [0, 100, 255])
        let inked = stride(from: 0, to: pixels.count, by: 3).count {
            Array(pixels[$0..<$0 + 3]) == [200, 10, 20]
        }
        #expect(inked > 100)
        #expect(try set("boat") != set("boat", isBold: true))
        #expect(try set("boat") == set("boat"))
    }

    /// Letters with and without tops stand on one line: the box is the text's, not the ink's.
    @Test func theLineStaysWhereItIs() throws {
        let (low, high) = (try set("aaa"), try set("aab"))
        #expect(margin(low, width: 200, fromLeft: false) > margin(high, width: 200, fromLeft: false))
        // Three columns of the first letter are the same in both.
        for row in 0..<32 {
            #expect(Array(low[(row * 600)..<(row * 600 + 21)]) == Array(high[(row * 600)..<(row * 600 + 21)]))
        }
    }

    @Test func rightToLeftBeginsAtTheRight() throws {
        #expect(margin(try set("boat"), width: 200, fromLeft: true) < 5)
        #expect(margin(try set("סירה"), width: 200, fromLeft: true) > 150)
        var centred = style
        centred.isCentred = true
        let middle = try set("boat", height: 100, centred)
        #expect(margin(middle, width: 200, fromLeft: true) > 70)
        #expect(margin(middle, width: 200, fromLeft: false) > 35)
    }

    @Test func markupIsText() throws {
        for text in ["<b>boat</b>", "<span size=\"999999\">x</span>", "a & b &amp; <", "</b>]]>", "&#60;b>"] {
            let shown = try set(text)
            #expect(shown != (try set("boat")), "\(text)")
            #expect(shown != (try set("")), "\(text)")
        }
        #expect(try set("<i></i>") != set(""))
        // The control: were it markup, this would be bold.
        #expect(try set("<b>boat</b>") != set("boat", isBold: true))
    }

    @Test func whatDoesNotFitIsCutWithAnEllipsis() throws {
        let long = Array(repeating: "a boat on the water", count: 20).joined(separator: " ")
        let two = try set(long)
        #expect(two != (try set(long, height: 64).prefix(two.count).map { $0 }))
        // Nothing but the beginning counts.
        #expect(try set(long + "x") == two)
        #expect(try set("a boat") != set("a boat…"))
        // One line that is nearly full, and the same with more behind it.
        let line = try set("a boat on the", height: 17)
        #expect(try set("a boat on the waterwaterwaterwaterwaterwater", width: 200, height: 17) != line)
        // Too low for any line: still a picture of that size.
        _ = try set("boat", height: 3)
        // A word wider than the box is broken, and nothing stands outside.
        _ = try set(String(repeating: "W", count: 500))
    }

    /// Only as much reaches the library as the box could hold: a million give the picture that a thousand give (the box of
    /// these tests has room for 155 scalars).
    @Test func aMillionOfAnythingIsBounded() throws {
        for text in ["a", "\u{301}", "\u{200B}", "<", "\n", "\u{202E}x", "🎉", " "] {
            let name = "\(text.unicodeScalars.map(\.value))"
            #expect(
                try set(String(repeating: text, count: 1_000_000))
                    == set(String(repeating: text, count: 1000)), "\(name)")
        }
        let accents = "e" + String(repeating: "\u{301}", count: 1_000_000)
        #expect(try set(accents) == set(String(accents.unicodeScalars.prefix(1000))))
        // The control: fewer than the box holds give another picture.
        #expect(try set(String(repeating: "a", count: 1000)) != set(String(repeating: "a", count: 10)))
        #expect(try set(String(accents.unicodeScalars.prefix(1000))) != set("e\u{301}"))
    }

    @Test func controlsAreSpacesAndBlanksAreBlank() throws {
        #expect(try set("a\u{0}b\u{1B}c\u{85}d") == set("a b c d"))
        let blank = try set("")
        #expect(Set(blank) == [255])
        for text in [" ", "\u{200B}", "\u{2800}", "\u{0}", "\u{3164}", "\n\n", "\u{2028}", "\u{FEFF}"] {
            #expect(try set(text) == blank, "\(text.unicodeScalars.map(\.value))")
        }
        #expect(try set("\u{FFFE}\u{FFFF}\u{10FFFF}").count == blank.count)
    }
}
