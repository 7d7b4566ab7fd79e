import Dataset
import Foundation
import TestKit
import Testing

@testable import Vips

/// What libjpeg's warnings say of a file: damage, or nothing that matters.
@Suite struct JPEGReadingTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("jpeg") }

    private struct Verdict {
        let damage: JPEGDamage?
        let warnings: Int
    }

    private static func read(_ path: String, shrink: Int = 1) throws -> Verdict {
        let reading = try JPEGReading.open(path, shrink: shrink)
        _ = try reading.picture.reduced(by: 2, samplingEvery: 2)
        let (damage, warnings) = try reading.finishCounting()
        return Verdict(damage: damage, warnings: warnings)
    }

    /// Whether a file is taken for a whole one; what a decoder refuses outright is not.
    private static func isTakenForWhole(_ path: String) -> Bool {
        // `try?`: an error is a refusal, which is all that is asked.
        guard let verdict = try? read(path) else { return false }
        return verdict.damage == nil
    }

    @Test(.needs(.python)) func everyDamageThatLibjpegTellsOfIsSeenAndPaddingIsNone() async throws {
        try await PythonPeer.run("Tests/Bindings/Vips/damaged_jpegs.py", [directory.path]) { answer in
            var counts: [String: Int] = [:]
            for file in answer.array ?? [] {
                guard let name = file["name"]?.string, let damage = file["damage"]?.string,
                    let difference = file["difference"]?.double
                else { continue }
                let path = directory.path(name + ".jpg")
                if damage == "none" {
                    let verdict = try Self.read(path)
                    #expect(difference == 0 && verdict.damage == nil, "\(name) \(verdict)")
                    counts["whole", default: 0] += 1
                    counts["warned of", default: 0] += verdict.warnings > 0 ? 1 : 0
                    continue
                }
                counts[damage, default: 0] += 1
                // `try?`: an error is a refusal.
                guard let verdict = try? Self.read(path) else { continue }
                let isBroken = difference > 3 && verdict.warnings > 0
                #expect(!isBroken || verdict.damage != nil, "\(name): \(difference) levels, \(verdict)")
                counts["seen", default: 0] += verdict.damage == nil ? 0 : 1
            }
            // The control: there was damage to be seen, and padding to be warned of.
            #expect(counts["gone"] == 72 && counts["zeros"] == 72 && counts["copied"] == 72)
            #expect(counts["whole"] == 26 && counts["warned of", default: 0] >= 10)
            #expect(counts["seen", default: 0] > 150)
        }
    }

    @Test(arguments: [1, 2, 4, 8])
    func thePixelsAreThoseOfLibvips(_ shrink: Int) throws {
        let colours = try noise(233, 181)
        let inks = try Picture.fromPixels(
            (0..<120 * 90 * 4).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }, width: 120, height: 90,
            bands: 4, isCMYK: true)
        let grey = try noise(120, 90, bands: 1)
        let files = [
            try colours.encoded(as: .jpeg(quality: 80)),
            try colours.encoded(as: .jpeg(quality: 95, progressive: true)),
            try inks.encoded(as: .jpeg(quality: 90)), try grey.encoded(as: .jpeg(quality: 70)),
        ]
        for file in files {
            let path = try directory.write(file, "a.jpg")
            let reading = try JPEGReading.open(path, shrink: shrink)
            let ours = try reading.picture.reduced(by: 1, samplingEvery: 3)
            let theirs = try Picture.open(path, as: .jpeg, shrink: shrink)
                .reduced(by: 1, samplingEvery: 3)
            #expect(ours.averaged.width == theirs.averaged.width)
            #expect(try ours.averaged.pixels() == theirs.averaged.pixels())
            #expect(try reading.finish() == nil)
        }
    }

    @Test(.needs(.python)) func moreRowsThanTheHeaderDeclaresAreNoDamage() async throws {
        try await PythonPeer.run("Tests/Bindings/Vips/damaged_jpegs.py", [directory.path]) { _ in
            var file = try directory.bytes("restarts-whole.jpg")
            let frame = try #require(
                file.indices.dropLast().first { file[$0] == 0xFF && file[$0 + 1] == 0xC0 })
            // 176 rows in place of 360: eleven rows of blocks are decoded and the restart markers behind them are left.
            file.replaceSubrange(frame + 5..<frame + 7, with: [0, 176])
            let verdict = try Self.read(try directory.write(file, "cropped.jpg"))
            #expect(verdict.damage == nil && verdict.warnings > 0)
            // The control: without restart markers nothing says that the decoder is where it should be.
            file = try directory.bytes("420-whole.jpg")
            file.replaceSubrange(frame + 5..<frame + 7, with: [0, 176])
            guard case .leftOver(let bytes) = try Self.read(try directory.write(file, "short.jpg")).damage
            else {
                Issue.record("coded data of half a picture were taken for nothing")
                return
            }
            #expect(bytes > 10_000)
        }
    }

    @Test func strayBytesBeforeThePixelsDoNoHarm() throws {
        let file = try noise(64, 48).encoded(as: .jpeg(quality: 80))
        let stray = file[..<2] + [0xFF, 0xE5, 0, 2, 1, 2, 3] + file[2...]
        let verdict = try Self.read(try directory.write(stray, "stray.jpg"))
        #expect(verdict.damage == nil && verdict.warnings == 1)
    }

    @Test func aFileThatIsCutEndsEarly() throws {
        let file = try noise(256, 192).encoded(as: .jpeg(quality: 80))
        let path = try directory.write(file.prefix(file.count / 2) + [0xFF, 0xD9], "cut.jpg")
        #expect(try Self.read(path).damage == .endsEarly)
        // Even where only the last bytes are gone, which the last rows alone show.
        let last = try directory.write(file.dropLast(40) + [0xFF, 0xD9], "last.jpg")
        #expect(try Self.read(last).damage == .endsEarly)
    }

    @Test func whatIsNoJPEGIsAnError() throws {
        for bytes in [[], [0xFF], Array("not a picture".utf8)] as [[UInt8]] {
            let path = try directory.write(bytes, "none.jpg")
            #expect(throws: VipsError.self) { _ = try JPEGReading.open(path).picture.width }
        }
        #expect(throws: VipsError.self) { _ = try JPEGReading.open(directory.path("gone")).picture.width }
    }
}
