import Dataset
import Foundation
import Store
import Synchronization
import TestKit
import Testing
import Vips

@testable import Check

/// What a look relies on: the versions of what looked, and the bytes of the file.
@Suite struct LookerTests {
    private let scene: CheckScene

    init() throws { scene = try CheckScene() }

    @Test func anotherVersionOfAnyLibraryLooksAgain() {
        // All that decode and measure are in it.
        let codecs = VipsRuntime.codecVersions
        #expect(Set(codecs.keys).isSuperset(of: ["libjpeg", "libpng", "libwebp", "lcms2", "zlib"]))
        for (codec, version) in codecs { #expect(Looker.version.contains("/\(codec)-\(version)")) }
        #expect(Looker.version.contains("/vips-\(VipsRuntime.version)"))
        func version(_ codecs: [String: String]) -> String { Looker.version(6, vips: "1", codecs: codecs) }
        for codec in codecs.keys {
            var later = codecs
            later[codec]? += "+deb12u1"
            #expect(version(later) != version(codecs))
        }
        #expect(version(codecs) == version(codecs))
    }

    /// The scene's rows, checked as a later run finds its store; `again` is what a fetch for the second time does.
    private func check(_ rows: [FetchedRow], again: @escaping Check.FetchAgain) async throws -> Check.Outcome
    {
        let stream = AsyncStream { continuation in
            for row in rows { continuation.yield(row) }
            continuation.finish()
        }
        let order = Check.Order(rules: .aboutRows, recipe: Recipe(resolution: .r512))
        let store = try Store(at: scene.directory.path("state"))
        return try await Check(
            store: store, workers: scene.workers, eyes: .inProcess, order: order, fetchAgain: again)(
                stream, of: DatasetInfo(id: "1", name: "Harbour", trigger: "h4rbour"))
    }

    private func damaged(_ row: FetchedRow) throws -> SourceImage {
        guard case .kept(let image) = row.picture else { throw StoreError("no picture") }
        let path = scene.store.objects.path(of: image.digest)
        try Data(Files.spoilt(try FileBytes.read(path, count: Int(image.bytes)))).write(
            to: URL(fileURLWithPath: path))
        return image
    }

    @Test func aDamagedFileIsFetchedAgainBeforeItIsLookedAt() async throws {
        let bytes = try Files.jpeg()
        let row = try scene.row("a", bytes)
        let image = try damaged(row)
        let asked = Mutex<[String]>([])
        let store = scene.store
        let outcome = try await check([row]) { row, wanted in
            asked.withLock { $0.append(row.id) }
            return try store.objects.keep(bytes).digest == wanted.digest ? nil : "another"
        }
        #expect(outcome.told == [] && outcome.sound.count == 1)
        #expect(asked.withLock { $0 } == ["a"])
        // Looked at, it is known: a later run asks nobody.
        let later = try await check([row]) { _, _ in "not asked" }
        #expect(later.told == [] && later.opened == 0)
        #expect(try FileBytes.read(store.objects.path(of: image.digest), count: 1 << 20) == bytes)
    }

    @Test func oneThatCannotBeFetchedAgainIsNamedAndNothingIsKeptOfIt() async throws {
        let bytes = try Files.jpeg()
        let row = try scene.row("a", bytes)
        let image = try damaged(row)
        let outcome = try await check([row, try scene.row("b", Files.jpeg(shade: 1))]) { _, _ in
            "its kept file was damaged, and the folder is gone"
        }
        #expect(outcome.told == ["a image-unavailable"] && outcome.sound.count == 1)
        #expect(outcome.report.findings.first?.message.hasSuffix("the folder is gone") == true)
        #expect(try scene.store.caches.look(at: image.digest, version: Looker.version) == nil)
    }

    @Test func aLineThatCannotBePreparedIsRefused() async throws {
        var order = Check.Order(rules: .aboutRows, recipe: Recipe(resolution: .r512))
        order.enlarging = .allow
        let outcome = try await scene.check(
            [
                scene.row("a", Files.noise(20000, 1).encoded(as: .png(compression: 1))),
                scene.row("b", Files.noise(60000, 3).encoded(as: .png(compression: 1))),
                scene.row("c", Files.noise(19000, 1).encoded(as: .png(compression: 1))),
            ], order, DatasetInfo(id: "1", name: "Harbour", trigger: "h4rbour"))
        #expect(outcome.told == ["a image-too-large", "b image-too-large"])
        #expect(
            outcome.report.findings.first?.message
                == "20000×1 would be enlarged to 10240000×512 before cropping, above the limit of 10000000 pixels a side"
        )
    }
}
