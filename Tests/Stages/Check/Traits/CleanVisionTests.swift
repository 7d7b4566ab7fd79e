import Dataset
import Foundation
import Subprocess
import SystemPackage
import TestKit
import Testing
import Vips

@testable import Check

/// CleanVision, from PyPI, with its default rules on pictures made to be found: all that it finds we find.
@Suite struct CleanVisionTests {
    private let scene: TraitScene

    init() throws { scene = try TraitScene() }

    @Test func whatItFlagsWeFlag() async throws {
        let names = try plant()
        let said = try await peer()
        let traits = try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try scene.measure(scene.directory + "/" + $0).traits) })
        for name in names {
            let theirs = Set(said["flags"]?[name]?.array?.compactMap(\.string) ?? []).intersection(
                Self.judged)
            let size = try size(of: name)
            let ours = Self.flags(try #require(traits[name]), size)
            #expect(theirs.isSubset(of: ours), "\(name): \(theirs) against \(ours)")
            // The control: the picture that was planted for a rule is found by it, and the usual ones by none.
            let planted = name.prefix { $0 != "-" && $0 != "." }
            #expect(
                planted == "usual" || planted == "copy" ? theirs.isEmpty : theirs.contains(String(planted)),
                "\(name): \(theirs)")
        }
        try compareDuplicates(names, traits, said["sets"])
    }

    private static let judged: Set = [
        "dark", "light", "odd_aspect_ratio", "low_information", "blurry", "grayscale",
    ]

    private static func flags(_ traits: Traits, _ size: PixelSize) -> Set<String> {
        let (short, long) = (min(size.width, size.height), max(size.width, size.height))
        let all: [(String, Bool)] = [
            ("dark", traits.brightness.p99 < TraitThresholds.darkP99),
            ("light", traits.brightness.p5 > TraitThresholds.brightP5),
            ("odd_aspect_ratio", Double(short) / Double(long) < TraitThresholds.aspect),
            ("low_information", traits.entropy < TraitThresholds.entropy),
            ("blurry", traits.sharpness.score < TraitThresholds.sharpness),
            ("grayscale", traits.isGrey),
        ]
        return Set(all.filter(\.1).map(\.0))
    }

    /// Writes the pictures, each named for the rule that it breaks, and gives their names in order.
    private func plant() throws -> [String] {
        var names: [String] = []
        func put(_ name: String, _ picture: borrowing Picture, quality: Int = 92) throws {
            _ = try scene.save(picture, name, quality: quality)
            names.append(name)
        }
        for seed in 21...26 as ClosedRange<UInt32> {
            try put("usual-\(seed).jpg", Scenery(seed: seed).picture())
        }
        // Large enough to be decoded at a half.
        let large = try Scenery(seed: 27).picture().resized(horizontalScale: 4.4, verticalScale: 4.4)
            .decodedInMemory()
        try put("usual-27.jpg", large)
        for (number, name) in ["a.jpg", "b.png", "c.webp"].enumerated() {
            let seed = UInt32(30 + number)
            try put("dark-\(name)", Scenery(seed: seed, tone: { $0 * 0.25 }).picture())
            try put("light-\(name)", Scenery(seed: seed, tone: { 248 + $0 / 40 }).picture())
            try put("blurry-\(name)", Scenery.blurred(number * 9))
            try put("odd_aspect_ratio-\(name)", Scenery(width: 480, height: 120, seed: seed).picture())
            try put("low_information-\(name)", drawing(of: seed))
        }
        let grey = Scenery(seed: 40).pixels()
        try put(
            "grayscale-a.png",
            Picture.fromPixels(
                stride(from: 0, to: grey.count, by: 3).map { grey[$0] }, width: 320, height: 240, bands: 1))
        // The same pixels in another file; the same picture retouched in a corner; and cut and shrunk, which their
        // equal hashes miss.
        let first = Scenery(seed: 21)
        let coded = try Picture.open(scene.directory + "/usual-21.jpg", as: .jpeg).decodedInMemory()
        try put("copy-equal.png", coded)
        var retouched = try coded.pixels()
        for at in 0..<12 { retouched[at] ^= 4 }
        try put("copy-retouched.png", Picture.fromPixels(retouched, width: 320, height: 240))
        try put("copy-cut.jpg", first.picture().cropped(left: 6, top: 5, width: 308, height: 230))
        try put(
            "copy-shrunk.jpg",
            Scenery(seed: 22, tone: { min(255, $0 * 1.1) }).picture()
                .resized(horizontalScale: 0.5, verticalScale: 0.5), quality: 60)
        try put("copy-cut-large.jpg", large.cropped(left: 25, top: 18, width: 1358, height: 1020))
        return names
    }

    /// Two plain colours, one in a corner.
    private func drawing(of seed: UInt32) throws -> Picture {
        let ground = UInt8(100 + seed)
        let pixels = (0..<320 * 240).flatMap { at -> [UInt8] in
            at % 320 < Int(seed) * 4 && at / 320 < 90 ? [20, 20, 120] : [ground, ground, 60]
        }
        return try Picture.fromPixels(pixels, width: 320, height: 240)
    }

    private func compareDuplicates(_ names: [String], _ traits: [String: Traits], _ sets: JSONValue?) throws {
        var index = NearDuplicates()
        var placed: [String] = []
        var ours: [String: String] = [:]
        for name in names {
            guard let hash = traits[name]?.hash else { continue }
            ours[name] = index.firstWithin(TraitThresholds.hashDistance, of: hash).map { placed[$0.position] }
            index.insert(hash)
            placed.append(name)
        }
        let exact = sets?["exact_duplicates"]?.array ?? []
        let near = sets?["near_duplicates"]?.array ?? []
        #expect(exact.contains { $0.array?.contains("copy-equal.png") == true })
        #expect(near.contains { $0.array?.contains("copy-retouched.png") == true })
        for set in exact + near {
            let members = names.filter { set.array?.contains(.string($0)) == true }
            for name in members.dropFirst() { #expect(ours[name] != nil, "\(name) of \(members)") }
        }
        // At a distance: found here, and in none of their sets.
        for (copy, original) in [
            ("copy-cut.jpg", "usual-21.jpg"), ("copy-shrunk.jpg", "usual-22.jpg"),
            ("copy-cut-large.jpg", "usual-27.jpg"),
        ] {
            #expect(ours[copy] == original)
        }
        #expect(!near.contains { $0.array?.contains("copy-cut.jpg") == true })
        for name in names where name.hasPrefix("usual") { #expect(ours[name] == nil) }
    }

    private func size(of name: String) throws -> PixelSize {
        let format: PictureFormat = name.hasSuffix("png") ? .png : name.hasSuffix("webp") ? .webp : .jpeg
        let picture = try Picture.open(scene.directory + "/" + name, as: format)
        return PixelSize(width: picture.width, height: picture.height)
    }

    /// Runs the script beside this file; what it says.
    private func peer() async throws -> JSONValue {
        let python = "\(Program.root)/.build-python/bin/python"
        try #require(
            FileManager.default.fileExists(atPath: python),
            "there is no \(python): run  bash Tests/install  to get CleanVision")
        let script = "\(Program.root)/Tests/Stages/Check/Traits/cleanvision_peer.py"
        let result = try await Subprocess.run(
            .path(FilePath(python)), arguments: [script, scene.directory],
            environment: .custom([
                "PATH": "/usr/bin:/bin", "MPLCONFIGDIR": .init(stringLiteral: scene.directory + "/.cache"),
            ]),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
        let last = result.standardOutput.split(separator: "\n").last ?? ""
        return try JSONValue(parsing: String(last))
    }
}
