import Dataset
import Store
import TestKit
import Testing
import Vips
import Workers

@testable import Imaging

/// Every hostile file, inspected by worker processes.
@Suite struct HostileFileTests {
    private let scene: ImagingScene

    init() throws { scene = try ImagingScene() }

    private func inspection(_ decoders: DecoderPool, _ bytes: [UInt8]) async throws -> Inspection {
        try await scene.inspection(decoders, bytes)
    }

    private func rule(_ result: InspectionResult) -> String { result.name }

    @Test func eachIsNamedAndTheNextGoodPictureIsSeen() async throws {
        let decoders = DecoderPool.processes(Program.path, ["inspect"], size: 1)
        defer { decoders.close() }
        let files = try HostileFile.all()
        #expect(files.count > 100 && Set(files.map(\.name)).count == files.count)
        let good = try HostileFile.Sound.jpeg()
        for file in files {
            let seen = try await inspection(decoders, file.bytes).result
            #expect(file.rules.contains(rule(seen)), "\(file.name): \(seen)")
            #expect(rule(try await inspection(decoders, good).result) == "sound", "after \(file.name)")
        }
    }

    /// A few bits of a sound file turned, a piece lost, doubled or filled with zeros.
    private func mutant(_ file: [UInt8], _ dice: inout HostileFile.Dice) -> [UInt8] {
        var bytes = file
        for _ in 0...dice.roll(3) {
            let from = dice.roll(bytes.count)
            let to = min(bytes.count, from + dice.roll(60))
            switch dice.roll(5) {
            case 0: bytes.removeSubrange(from..<to)
            case 1: bytes.insert(contentsOf: bytes[from..<to], at: dice.roll(bytes.count))
            case 2: for place in from..<to { bytes[place] = 0 }
            case 3: bytes[from] = 0xFF
            default: for _ in 0...dice.roll(8) { bytes[dice.roll(bytes.count)] ^= 1 << UInt8(dice.roll(8)) }
            }
            if bytes.isEmpty { return [0] }
        }
        return bytes
    }

    @Test func mutantsAreNamedOrSound() async throws {
        let decoders = DecoderPool.processes(Program.path, ["inspect"], size: 2)
        defer { decoders.close() }
        typealias Sound = HostileFile.Sound
        let files = try [
            Sound.jpeg(), Sound.jpeg(progressive: true), Sound.png(), Sound.png(interlaced: true),
            Sound.webp(),
            Sound.webp(bands: 4),
        ]
        var counts: [String: Int] = [:]
        for (number, file) in files.enumerated() {
            var dice = HostileFile.Dice(UInt64(number + 11))
            for _ in 0..<80 {
                let bytes = mutant(file, &dice)
                counts[rule(try await inspection(decoders, bytes).result), default: 0] += 1
            }
        }
        #expect(
            Set(counts.keys).isSubset(
                of: Set(ImageFault.Kind.allCases.map { "image-\($0.rawValue)" } + ["sound"])))
        #expect(counts.values.reduce(0, +) == 480 && counts["sound", default: 0] < 480)
        #expect(rule(try await inspection(decoders, files[0]).result) == "sound")
    }

    @Test func noPictureIsBlamedForTheOneBefore() async throws {
        let decoders = DecoderPool.processes(Program.path, ["inspect"], size: 1)
        defer { decoders.close() }
        let jpeg = try HostileFile.Sound.jpeg()
        func stray(_ count: Int) -> [UInt8] {
            jpeg[..<2] + [0xFF, 0xE5, 0, 2] + [UInt8](repeating: 7, count: count) + jpeg[2...]
        }
        for count in 1..<20 {
            #expect(rule(try await inspection(decoders, stray(count)).result) == "sound")
            #expect(
                rule(
                    try await inspection(decoders, jpeg.prefix(jpeg.count - count - 2) + [0xFF, 0xD9]).result)
                    != "sound")
        }
    }

    @Test func bothKindsOfPoolGiveTheSame() async throws {
        let decoders = DecoderPool.processes(Program.path, ["inspect"], size: 1)
        defer { decoders.close() }
        for bytes in try [
            Files.jpeg(), Files.png(), Files.webp(), Files.html, [], Files.cut(Files.png()),
            Files.spoilt(Files.png()),
        ] {
            #expect(try await inspection(decoders, bytes).result == inspection(.inProcess, bytes).result)
        }
    }

    @Test func largeHonestPicturesAreSeenOneAfterTheOther() async throws {
        let decoders = DecoderPool.processes(Program.path, ["inspect"], size: 1)
        defer { decoders.close() }
        // At the limits of pixels, where a decoder holds everything; by one process, which must give memory back.
        let three = try Files.noise(4000, 3990)
        let four = try Files.noise(4000, 3990, bands: 4)
        let webp = try four.encoded(as: .webp(quality: 60))
        let files = try [
            three.encoded(as: .jpeg(quality: 90, progressive: true)), webp,
            four.encoded(as: .png(compression: 1, interlaced: true)), webp,
        ]
        for file in files {
            let result = try await inspection(decoders, file).result
            #expect(rule(result) == "sound", "\(result)")
        }
    }
}
