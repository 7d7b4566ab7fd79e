import Dataset
import Testing

@Suite struct FileNameTests {
    @Test(arguments: [
        ("boat.jpg", "boat"), ("a.b.c.png", "a.b.c"), ("no-ending", "no-ending"), ("UPPER_1.JPG", "UPPER_1"),
        ("été à la mer.png", "_t____la_mer"), ("folder/deep/c.jpeg", "c"), ("..\\..\\evil.png", "_.._evil"),
        ("../../evil.png", "evil"), ("<a>:\"b\"|?*.png", "_a___b____"), ("😀.png", "_"), ("", "image"),
        ("...", "image"), (".", "image"), ("..", "image"), (".hidden", "hidden"), ("photo.", "photo"),
        ("tab\tand\nline.png", "tab_and_line"), ("CON.jpg", "_CON"), ("nul.tar.gz", "_nul.tar"),
        ("lpt9.png", "_lpt9"), ("Com1", "_Com1"), ("CONSOLE.jpg", "CONSOLE"), ("com.png", "com"),
        ("com10.png", "com10"), ("a.\u{301}b.png", "a._b"),
    ]) func stemsAreSafe(_ name: String, _ stem: String) {
        #expect(FileName.safeStem(of: name) == stem)
    }

    @Test func stemsAreCut() {
        #expect(FileName.safeStem(of: String(repeating: "x", count: 300) + ".png").utf8.count == 64)
        // A dot that the cut leaves at the end goes too.
        let stem = FileName.safeStem(of: String(repeating: "x", count: 63) + ".yyy.png")
        #expect(stem == String(repeating: "x", count: 63))
    }

    @Test func preparedNamesCarryTheContent() {
        func image(_ text: String, _ format: ImageFormat) -> PreparedImage {
            PreparedImage(
                digest: Digest.of(text), bytes: 1, size: PixelSize(width: 1, height: 1), format: format,
                reused: false)
        }
        #expect(FileName.prepared("a b.webp", image("abc", .png)) == "a_b-ba7816bf8f01.png")
        #expect(FileName.prepared("a.png", image("abc", .jpeg), copy: 3) == "a-ba7816bf8f01-3.jpg")
        #expect(FileName.prepared("a.png", image("", .webp)) == "a-e3b0c44298fc.webp")
    }

    @Test func whateverTheNameThePreparedOneIsLegal() {
        var dice = Dice(seed: 3)
        let letters: [Unicode.Scalar] = [
            "/", "\\", ".", " ", ":", "C", "O", "N", "1", "\0", "\u{7F}", "é", "\u{301}", "😀", "\u{202E}",
            "\n",
        ]
        let image = PreparedImage(
            digest: Digest.of("abc"), bytes: 1, size: PixelSize(width: 1, height: 1), format: .png,
            reused: false)
        for _ in 0..<3000 {
            var name = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...12, using: &dice) {
                name.append(letters[Int.random(in: 0..<letters.count, using: &dice)])
            }
            let prepared = FileName.prepared(String(name), image)
            #expect(FileName.isLegal(prepared) && FileName.isLegal(FileName.safeStem(of: String(name))))
            #expect(prepared.utf8.allSatisfy { $0 < 0x80 } && prepared.utf8.count <= 81)
            #expect(!prepared.hasPrefix("."))
        }
    }

    @Test(arguments: [
        "a", "harbour_v1", "two words", "é", "a.b", ".hidden", "CONSOLE", "com", "con-",
        String(repeating: "x", count: 200),
    ]) func legalNames(_ name: String) { #expect(FileName.isLegal(name)) }

    @Test(arguments: [
        "", ".", "..", "a.", "a ", "a/b", "a\\b", "a:b", "a*", "a?", "a\"", "<a", "a>", "a|b", "a\0", "a\n",
        "a\u{7F}",
        "con", "CON", "Nul.txt", "aux.tar.gz", "COM1", "lpt1.png", "COM¹", "con .txt", "PRN  ", "CONIN$",
        "conout$",
        String(repeating: "x", count: 201), String(repeating: "é", count: 101),
    ]) func illegalNames(_ name: String) { #expect(!FileName.isLegal(name)) }
}
