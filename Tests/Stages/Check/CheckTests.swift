import Dataset
import Foundation
import Store
import Testing
import TestKit
import Vips
import Workers

@testable import Check
@testable import Imaging

@Suite struct CheckTests {
    private let scene: CheckScene

    init() throws { scene = try CheckScene() }

    /// Good and bad in turn; every third picture is the same.
    private func mixture() throws -> [FetchedRow] {
        let good = try Files.jpeg()
        return try (0..<24).map { number in
            let id = String(number + 10)
            return switch number % 6 {
            case 0: try scene.row(id, good)
            case 1: try scene.row(id, Files.jpeg(shade: UInt8(number)))
            case 2: try scene.row(id, Files.html + [UInt8(number)])
            case 3: try scene.row(id, good, caption: nil)
            case 4: scene.failed(id, "image-unavailable")
            default:
                try scene.row(
                    id, Files.jpeg(100, 100, shade: UInt8(number)), caption: "none", name: "Same.png")
            }
        }
    }

    @Test func aPictureOfManyRowsIsOpenedOnceThoughTheyComeTogether() async throws {
        let rows = try (0..<16).map {
            try scene.row("\($0)", $0 == 9 ? Files.html : Files.jpeg(shade: UInt8($0 % 2)))
        }
        let outcome = try await scene.check(rows, lookahead: 16)
        #expect(outcome.opened == 3 && outcome.sound.count == 15)
        #expect(try outcome.report.findings.all().filter { $0.severity == .error }.map(\.row) == ["9"])
    }

    @Test func findingsStandInRowOrderWhateverTheLookahead() async throws {
        let rows = try mixture()
        var reports: [String] = []
        for lookahead in [1, 8, 100, 0] {
            let scene = try CheckScene()
            // The same files in a store without a memory.
            for row in rows {
                guard case .kept(let image) = row.picture else { continue }
                let path = self.scene.store.objects.path(of: image.digest)
                _ = try scene.store.objects.keep(FileBytes.read(path, count: Int(image.bytes)))
            }
            var progress: [Int] = []
            let outcome = try await scene.check(rows, lookahead: lookahead) { progress.append($0) }
            try reports.append(
                outcome.report.json().text() + outcome.sound.all().map(\.row.id).joined(separator: ","))
            #expect(progress == Array(1...24))
            #expect(
                try outcome.report.findings.all().map { $0.row ?? "" }
                    == outcome.report.findings.all().compactMap(\.row).sorted())
            #expect(
                try outcome.sound.all().map(\.row.id) == ["10", "11", "16", "17", "22", "23", "28", "29"])
        }
        #expect(Set(reports).count == 1)
        #expect(reports[0].contains(#""rows":24,"errors":16"#))
    }

    @Test func theSecondCheckOpensNoPicture() async throws {
        let rows = [
            try scene.row("a", Files.jpeg()), try scene.row("b", Files.html),
            try scene.row("c", Files.cut(Files.png())),
            try scene.row("d", Files.spoilt(Files.png())), scene.failed("e", "image-missing"),
        ]
        let first = try await scene.check(rows)
        #expect(first.opened == 4)
        // Nothing can be read of files that are gone.
        for row in rows {
            guard case .kept(let image) = row.picture else { continue }
            try FileManager.default.removeItem(atPath: scene.store.objects.path(of: image.digest))
        }
        let second = try await scene.check(rows)
        #expect(try second.opened == 0 && second.report.findings.all() == first.report.findings.all())
        #expect(
            try second.sound.all().map(\.facts) == first.sound.all().map(\.facts) && second.sound.count == 1)
        // The control: a check without that memory misses the file.
        try scene.store.caches.remember(
            inspection: "of another kind", of: Digest.of(Files.html), version: InspectionCache.version)
        let third = try await scene.check(rows)
        #expect(try third.opened == 1 && third.told.contains("b image-unavailable"))
    }

    @Test func aFailedFetchOfAnUnknownRuleIsStillTold() async throws {
        let outcome = try await scene.check([
            scene.failed("a", "image-of-another-day"), scene.row("b", Files.jpeg()),
        ])
        #expect(try outcome.told == ["a image-of-another-day"] && outcome.sound.all().map(\.row.id) == ["b"])
        #expect(try outcome.report.findings.all().first?.message == "said by the fetch")
    }

    @Test func whatTheRowsThrowComesThrough() async throws {
        struct Broken: Error {}
        let good = try scene.row("a", Files.jpeg())
        let rows = AsyncThrowingStream<FetchedRow, any Error> { continuation in
            continuation.yield(good)
            continuation.finish(throwing: Broken())
        }
        let check = Check(
            store: scene.store, workers: scene.workers, decoders: .inProcess, configuration: .init())
        await #expect(throws: Broken.self) {
            try await check(
                rows, in: scene.store.objects.runTable(), of: DatasetInfo(id: "1", name: "x", trigger: nil))
        }
    }

    @Test func withoutATriggerNoCaptionLacksIt() async throws {
        let rows = [try scene.row("a", Files.jpeg(), caption: "a boat")]
        #expect(try await scene.check(rows, trigger: nil).told == [])
        #expect(try await scene.check(rows, trigger: "").told == [])
        #expect(try await scene.check(rows, trigger: "h4rbour").told == ["a trigger-absent"])
    }
}
