import Dataset
import Store
import TestKit
import Testing
import Vips
import Workers

@testable import Check

/// Every hostile file in front of the processes of a check.
@Suite struct HostileFileTests {
    private let scene: CheckScene

    init() throws { scene = try CheckScene() }

    private func sight(_ eyes: Eyes, _ bytes: [UInt8]) async throws -> Looker.Sight {
        let kept = try scene.store.objects.keep(bytes)
        return try await eyes.see(
            scene.store.objects.path(of: kept.digest), SourceImage(digest: kept.digest, bytes: kept.bytes),
            extras: [], workers: scene.workers)
    }

    private func rule(_ verdict: Looker.Verdict) -> String {
        switch verdict {
        case .facts: "sound"
        case .fault(let rule, _): rule
        }
    }

    @Test func eachIsNamedAndTheNextGoodPictureIsSeen() async throws {
        let eyes = Eyes.processes(Program.path, ["look"], size: 1)
        defer { eyes.close() }
        let files = try HostileFile.all()
        #expect(files.count > 100 && Set(files.map(\.name)).count == files.count)
        let good = try HostileFile.Sound.jpeg()
        for file in files {
            let seen = try await sight(eyes, file.bytes).verdict
            #expect(file.rules.contains(rule(seen)), "\(file.name): \(seen)")
            #expect(rule(try await sight(eyes, good).verdict) == "sound", "after \(file.name)")
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
        let eyes = Eyes.processes(Program.path, ["look"], size: 2)
        defer { eyes.close() }
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
                counts[rule(try await sight(eyes, bytes).verdict), default: 0] += 1
            }
        }
        #expect(Set(counts.keys).isSubset(of: Set(Rule.all.map(\.id) + ["sound"])))
        #expect(counts.values.reduce(0, +) == 480 && counts["sound", default: 0] < 480)
        #expect(rule(try await sight(eyes, files[0]).verdict) == "sound")
    }

    @Test func noPictureIsBlamedForTheOneBefore() async throws {
        let eyes = Eyes.processes(Program.path, ["look"], size: 1)
        defer { eyes.close() }
        let jpeg = try HostileFile.Sound.jpeg()
        func stray(_ count: Int) -> [UInt8] {
            jpeg[..<2] + [0xFF, 0xE5, 0, 2] + [UInt8](repeating: 7, count: count) + jpeg[2...]
        }
        for count in 1..<20 {
            #expect(rule(try await sight(eyes, stray(count)).verdict) == "sound")
            #expect(
                rule(try await sight(eyes, jpeg.prefix(jpeg.count - count - 2) + [0xFF, 0xD9]).verdict)
                    != "sound")
        }
    }

    @Test func bothKindsOfEyesSeeTheSame() async throws {
        let eyes = Eyes.processes(Program.path, ["look"], size: 1)
        defer { eyes.close() }
        for bytes in try [
            Files.jpeg(), Files.png(), Files.webp(), Files.html, [], Files.cut(Files.png()),
            Files.spoilt(Files.png()),
        ] {
            #expect(try await sight(eyes, bytes).verdict == sight(.inProcess, bytes).verdict)
        }
    }

    @Test func largeHonestPicturesAreSeenOneAfterTheOther() async throws {
        let eyes = Eyes.processes(Program.path, ["look"], size: 1)
        defer { eyes.close() }
        // At the limits of pixels, where a decoder holds everything; by one process, which must give memory back.
        let three = try Files.noise(4000, 3990)
        let four = try Files.noise(4000, 3990, bands: 4)
        let webp = try four.encoded(as: .webp(quality: 60))
        let files = try [
            three.encoded(as: .jpeg(quality: 90, progressive: true)), webp,
            four.encoded(as: .png(compression: 1, interlaced: true)), webp,
        ]
        for file in files {
            let verdict = try await sight(eyes, file).verdict
            #expect(rule(verdict) == "sound", "\(verdict)")
        }
    }
}
