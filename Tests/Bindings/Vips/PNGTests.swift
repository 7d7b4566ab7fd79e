import Dataset
import Foundation
import TestKit
import Testing

@testable import Vips

/// Our own PNG writer: other people's readers give the very pixels back.
@Suite struct PNGTests {
    /// Flat, steep, striped, noisy and smooth: each filter has a picture that it is the best for.
    private static let kinds: [@Sendable (Int, Int) -> UInt8] = [
        { _, _ in 200 }, { x, y in UInt8(truncatingIfNeeded: x &* 7 &+ y &* 13) },
        { x, _ in x % 5 == 0 ? 255 : 0 }, { _, y in y % 3 == 0 ? 255 : 0 },
        { x, y in UInt8(truncatingIfNeeded: (x &* 2_654_435_761 ^ y &* 40503) >> 7) },
        { x, y in UInt8(min(255, (x &* x &+ y &* y) / 200)) },
    ]

    private static func pixels(_ kind: Int, _ width: Int, _ height: Int) -> [UInt8] {
        (0..<height).flatMap { y in
            (0..<width * 3).map { kinds[kind]($0 / 3 &+ $0 % 3 &* 17, y) }
        }
    }

    @Test(arguments: [(1, 1), (2, 1), (1, 2), (3, 5), (16, 16), (31, 17), (257, 64), (1024, 3)])
    func everySizeComesBack(_ width: Int, _ height: Int) async throws {
        let directory = try TemporaryDirectory("png")
        var paths: [String] = []
        var expected: [String] = []
        for kind in Self.kinds.indices {
            for level in [0, 1, 6, 9] {
                let pixels = Self.pixels(kind, width, height)
                let bytes = try Picture.fromPixels(pixels, width: width, height: height).encoded(
                    as: .png(compression: level))
                #expect(chunks(of: bytes) == ["IHDR", "IDAT", "IEND"])
                // libpng's way of reading.
                #expect(try Picture.open(bytes: bytes, as: .png).pixels() == pixels)
                try directory.write(bytes, "\(kind)-\(level).png")
                paths.append(directory.path("\(kind)-\(level).png"))
                expected.append("\(width)x\(height) RGB \(Digest.of(pixels).hex)")
            }
        }
        let wanted = expected
        try await PythonPeer.run("Tests/Bindings/Vips/read_png.py", paths) { told in
            #expect(told["pictures"]?.array?.compactMap(\.string) == wanted)
        }
    }

    @Test func moreCompressionIsSmallerAndTheSameEveryTime() throws {
        let picture = try Picture.fromPixels(Self.pixels(5, 400, 300), width: 400, height: 300)
        let sizes = try [0, 1, 6, 9].map { try picture.encoded(as: .png(compression: $0)).count }
        #expect(sizes == sizes.sorted(by: >) && sizes[0] > sizes[3] * 4)
        #expect(
            try picture.encoded(as: .png(compression: 1)) == picture.encoded(as: .png(compression: 1)))
    }

    private func chunks(of bytes: [UInt8]) -> [String] {
        var names: [String] = []
        var at = 8
        while at + 12 <= bytes.count {
            let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            names.append(String(decoding: bytes[at + 4..<at + 8], as: UTF8.self))
            at += 12 + length
        }
        return at == bytes.count ? names : names + ["more"]
    }
}
