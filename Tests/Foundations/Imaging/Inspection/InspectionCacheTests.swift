import Dataset
import Foundation
import Store
import Synchronization
import TestKit
import Testing
import Vips

@testable import Imaging

/// What a cached inspection depends on: the versions of the tools, and the bytes of the file.
@Suite struct InspectionCacheTests {
    private let scene: ImagingScene

    init() throws { scene = try ImagingScene() }

    @Test func anotherVersionOfAnyLibraryInspectsAgain() {
        // All libraries that decode and measure are in it.
        let codecs = VipsRuntime.codecVersions
        #expect(Set(codecs.keys).isSuperset(of: ["libjpeg", "libpng", "libwebp", "lcms2", "zlib"]))
        for (codec, version) in codecs { #expect(InspectionCache.version.contains("/\(codec)-\(version)")) }
        #expect(InspectionCache.version.contains("/vips-\(VipsRuntime.version)"))
        func version(_ codecs: [String: String]) -> String {
            InspectionCache.version(7, vips: "1", codecs: codecs)
        }
        for codec in codecs.keys {
            var later = codecs
            later[codec]? += "+deb12u1"
            #expect(version(later) != version(codecs))
        }
        #expect(version(codecs) == version(codecs))
    }

    /// Stores a file, damages it on disk, and tells what it was.
    private func damaged(_ bytes: [UInt8]) throws -> SourceImage {
        let image = try scene.keep(bytes)
        try Data(Files.spoilt(bytes)).write(
            to: URL(fileURLWithPath: scene.store.objects.path(of: image.digest)))
        return image
    }

    @Test func aDamagedFileIsFetchedAgainBeforeItIsInspected() async throws {
        let bytes = try Files.jpeg()
        let image = try damaged(bytes)
        let asked = Mutex<[String]>([])
        let store = scene.store
        let first = try await scene.cache { row, wanted in
            asked.withLock { $0.append(row.id) }
            return try store.objects.keep(bytes).digest == wanted.digest ? nil : "another"
        }.inspect(image, of: .any)
        #expect(first.result.name == "sound" && first.isFresh)
        #expect(asked.withLock { $0 } == ["a"])
        // A later run takes it from the cache.
        let later = try await scene.cache().inspect(image, of: .any)
        #expect(later.result == first.result && !later.isFresh)
        #expect(try FileBytes.read(store.objects.path(of: image.digest), count: 1 << 20) == bytes)
    }

    @Test func oneThatCannotBeFetchedAgainIsNamedAndNotCached() async throws {
        let image = try damaged(Files.jpeg())
        let reason = "its kept file was damaged, and the folder is gone"
        let answer = try await scene.cache { _, _ in reason }.inspect(image, of: .any)
        #expect(answer.result == .fault(ImageFault(.unavailable, reason)))
        #expect(try !scene.isCached(image))
    }

    @Test func aResultOfAnEarlierVersionIsMadeAgain() async throws {
        let image = try scene.keep(Files.html)
        // As version 6 wrote it.
        let old = JSONValue.record(["rule": "image-not-an-image", "message": "the file is an HTML page"])
        try scene.store.caches.remember(inspection: old, of: image.digest, version: InspectionCache.version)
        let answer = try await scene.cache().inspect(image, of: .any)
        #expect(answer.isFresh && answer.result.name == "image-not-an-image")
        #expect(try scene.store.caches.isUnusable(image.digest))
        #expect(try await !scene.cache().inspect(image, of: .any).isFresh)
    }

    @Test func whatIsMeasuredOnDemandIsMeasuredOnce() async throws {
        let image = try scene.keep(Files.jpeg(900, 600))
        #expect(try await scene.cache().inspect(image, of: .any).isFresh)
        #expect(try await scene.cache(extras: .attention).inspect(image, of: .any).isFresh)
        #expect(try await !scene.cache(extras: .attention).inspect(image, of: .any).isFresh)
        #expect(try await scene.cache(extras: .thumbnail).inspect(image, of: .any).isFresh)
        #expect(try Thumbnails(store: scene.store).thumbnail(of: image)?.format == .jpeg)
    }
}
