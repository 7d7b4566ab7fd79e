import Dataset
import Testing

@Suite struct DigestTests {
    // The vectors of FIPS 180-4.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ]) func knownAnswers(_ text: String, _ hex: String) {
        #expect(Digest.of(text).hex == hex)
        #expect(Digest.of(Array(text.utf8)).description == hex)
        #expect(Digest.of(text).short == hex.prefix(12))
    }

    @Test func piecesGiveTheSameAsTheWhole() {
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        var running = RunningDigest()
        var rest = bytes[...]
        for size in [0, 1, 63, 64, 65, 127, 1000] + [10_000] {
            running.update(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        #expect(running.finish() == Digest.of(bytes))
        var copy = running
        copy.update([0])
        #expect(copy.finish() != running.finish())
    }

    @Test func onlySixtyFourHexadecimalDigitsAreTaken() {
        let hex = String(repeating: "0a", count: 32)
        #expect(Digest(hex: hex)?.hex == hex)
        #expect(Digest(hex: hex.uppercased())?.hex == hex)
        for wrong in [
            "", "0a", hex + "0", String(hex.dropLast()), hex.dropLast() + "g", hex.dropLast(2) + "é",
        ] {
            #expect(Digest(hex: String(wrong)) == nil)
        }
    }
}
