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
    private let scene: ImageFolder

    init() throws { scene = try ImageFolder() }

    /// Their issues, and the rules that look for the same.
    private static let rules = [
        "dark": "image-dark", "light": "image-bright", "odd_aspect_ratio": "image-extreme-aspect",
        "low_information": "image-low-information", "blurry": "image-blurry", "grayscale": "image-grey",
    ]

    @Test(.needs(.python)) func whatItFlagsWeFlag() async throws {
        let names = try plant()
        let said = try await peer()
        let found = try await check(names)
        for name in names {
            let theirs = Set(said["flags"]?[name]?.array?.compactMap(\.string) ?? []).intersection(
                Self.rules.keys)
            let ours = Set(found.filter { $0.name == name }.map(\.rule))
            #expect(ours.isSuperset(of: theirs.compactMap { Self.rules[$0] }), "\(name): \(theirs), \(ours)")
            // The control: the picture that was planted for a rule is found by it, and the usual ones by none.
            let planted = name.prefix { $0 != "-" && $0 != "." }
            #expect(
                planted == "usual" || planted == "copy" ? theirs.isEmpty : theirs.contains(String(planted)),
                "\(name): \(theirs)")
        }
        compareDuplicates(names, found, said["sets"])
    }

    /// What the preflight finds on them, by its defaults.
    private func check(_ names: [String]) async throws -> [Finding] {
        let check = try CheckScene()
        let rows = try names.map { name in
            let bytes = try Data(contentsOf: URL(fileURLWithPath: scene.directory + "/" + name))
            return try check.row(name, [UInt8](bytes), name: name)
        }
        return try await check.check(rows, settings: RuleSettings()).report.findings.all()
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

    private func compareDuplicates(_ names: [String], _ found: [Finding], _ sets: JSONValue?) {
        let rules: Set = ["image-duplicate", "image-near-duplicate"]
        func isFound(_ copy: String, of original: String? = nil) -> Bool {
            found.contains { finding in
                finding.name == copy && rules.contains(finding.rule)
                    && original.map { finding.message.contains($0) } != false
            }
        }
        let exact = sets?["exact_duplicates"]?.array ?? []
        let near = sets?["near_duplicates"]?.array ?? []
        #expect(exact.contains { $0.array?.contains("copy-equal.png") == true })
        #expect(near.contains { $0.array?.contains("copy-retouched.png") == true })
        for set in exact + near {
            let members = names.filter { set.array?.contains(.string($0)) == true }
            for name in members.dropFirst() { #expect(isFound(name), "\(name) of \(members)") }
        }
        // At a distance: found here, and in none of their sets.
        for (copy, original) in [
            ("copy-cut.jpg", "usual-21.jpg"), ("copy-shrunk.jpg", "usual-22.jpg"),
            ("copy-cut-large.jpg", "usual-27.jpg"),
        ] {
            #expect(isFound(copy, of: original))
        }
        #expect(!near.contains { $0.array?.contains("copy-cut.jpg") == true })
        for name in names where name.hasPrefix("usual") { #expect(!isFound(name)) }
    }

    /// Runs the script beside this file; what it says.
    private func peer() async throws -> JSONValue {
        let python = "\(Program.root)/.build-python/bin/python"
        try #require(
            FileManager.default.fileExists(atPath: python),
            "there is no \(python): run  bash Tests/install  to get CleanVision")
        let script = "\(Program.root)/Tests/Stages/Check/cleanvision_peer.py"
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
