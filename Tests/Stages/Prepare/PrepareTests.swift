import Dataset
import Foundation
import Store
import Testing
import Vips

@testable import Prepare

@Suite struct PrepareTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    @Test(arguments: ImageFormat.allCases) func givesTheSquareInEveryFormat(_ format: ImageFormat)
        async throws
    {
        let kept = try scene.keep(noise(700, 600))
        for resolution in Resolution.allCases {
            let recipe = Recipe(resolution: resolution, format: format)
            let prepared = try await scene.prepared(kept, recipe)
            #expect(prepared.size == PixelSize(width: resolution.side, height: resolution.side))
            #expect(prepared.format == format && !prepared.reused)
            #expect(scene.store.objects.holds(prepared.digest, bytes: prepared.bytes))
            #expect(try scene.pixels(prepared).count == resolution.side * resolution.side * 3)
        }
    }

    @Test func theSecondTimeTouchesNoPixel() async throws {
        let kept = try scene.keep(noise(700, 600))
        let first = try await scene.prepared(kept, .small)
        // Without the source there is nothing to make pixels of.
        try FileManager.default.removeItem(atPath: scene.store.objects.path(of: kept.source.digest))
        let second = try await scene.prepared(kept, .small)
        #expect(!first.reused && second.reused)
        #expect(second.digest == first.digest && second.bytes == first.bytes && second.size == first.size)
        // The control: another recipe has to look at the source.
        await #expect(throws: DamagedSource.self) {
            try await scene.prepared(kept, Recipe(resolution: .r768))
        }
    }

    @Test func whatIsRememberedButGoneIsMadeAgain() async throws {
        let kept = try scene.keep(noise(700, 600))
        let first = try await scene.prepared(kept, .small)
        try FileManager.default.removeItem(atPath: scene.store.objects.path(of: first.digest))
        let second = try await scene.prepared(kept, .small)
        #expect(!second.reused && second.digest == first.digest)
        #expect(scene.store.objects.holds(second.digest, bytes: second.bytes))
    }

    @Test func whatEarlierCodeMadeIsMadeAgain() async throws {
        let kept = try scene.keep(noise(700, 600))
        let plan = try kept.plan(.small)
        let (wrong, bytes) = try scene.store.objects.keep([1, 2, 3])
        let stale = PreparedImage(
            digest: wrong, bytes: bytes, size: plan.crop.size, format: .png, reused: false)
        // The key as it was before the code that makes pixels had a revision of its own.
        let box = plan.crop
        let numbers = [
            plan.resized.width, plan.resized.height, box.left, box.top, box.size.width, box.size.height,
        ]
        let key = JSONValue.record([
            "source": .string(kept.source.digest.hex), "plan": .array(numbers.map { .int(Int64($0)) }),
            "recipe": Recipe.small.json, "tools": try Prepare.tools(),
        ])
        try scene.store.caches.remember(stale, under: Digest.of(key.text()))
        let prepared = try await scene.prepared(kept, .small)
        #expect(!prepared.reused && prepared.digest != wrong)
        // The control: what is kept under today's key is taken.
        try scene.store.caches.remember(stale, under: Prepare.key(kept.source, plan, .small))
        #expect(try await scene.prepared(kept, .small).digest == wrong)
        // Of all this a lock says nothing.
        #expect(try Prepare.tools()["revision"] == nil)
    }

    @Test(arguments: [true, false]) func aDamagedSourceIsNotUsed(_ isThere: Bool) async throws {
        let kept = try scene.keep(noise(600, 520))
        let path = scene.store.objects.path(of: kept.source.digest)
        if isThere {
            var bytes = try FileBytes.read(path, count: Int(kept.source.bytes))
            bytes[bytes.count / 2] ^= 1
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        } else {
            unlink(path)
        }
        // As a later run finds it.
        let store = try Store(at: scene.directory)
        let prepare = Prepare(store: store, workers: VipsRuntime.workers(1))
        await #expect(throws: DamagedSource.self) {
            try await prepare(kept.source, kept.facts, kept.plan(.small), .small)
        }
        // Out of the way, so that it can be fetched again.
        #expect(!store.objects.holds(kept.source.digest, bytes: kept.source.bytes))
    }

    @Test func everySettingOfTheRecipeCounts() throws {
        let source = SourceImage(digest: Digest.of("a"), bytes: 1)
        let recipes = [
            Recipe(), Recipe(resolution: .r512), Recipe(compression: 9), Recipe(format: .jpeg),
            Recipe(format: .jpeg, quality: 91), Recipe(format: .webp),
            Recipe(background: Recipe.RGB(red: 0, green: 0, blue: 0)),
        ]
        let plan = try #require(CropPlan(Recipe(resolution: .r512), from: PixelSize(width: 800, height: 600)))
        let keys = try Set(recipes.map { try Prepare.key(source, plan, $0) })
        #expect(keys.count == recipes.count)
        #expect(try Prepare.key(source, plan, Recipe()) == Prepare.key(source, plan, Recipe()))
        #expect(
            try Prepare.key(SourceImage(digest: Digest.of("b"), bytes: 1), plan, Recipe())
                != Prepare.key(source, plan, Recipe()))
        let other = try #require(
            CropPlan(Recipe(resolution: .r512), from: PixelSize(width: 801, height: 600)))
        #expect(try Prepare.key(source, other, Recipe()) != Prepare.key(source, plan, Recipe()))
    }

    @Test func theBytesDoNotDependOnTheNumberOfWorkers() async throws {
        var digests: [[Digest]] = []
        for threads in [1, 4] {
            let scene = try Scene()
            let kept = try [(300, 200), (640, 512), (513, 800), (900, 901)].map { size in
                try scene.keep(noise(size.0, size.1).toDisplayP3(), as: .jpeg(quality: 90))
            }
            let prepare = scene.prepare(threads: threads)
            digests.append(
                try await withThrowingTaskGroup(of: (Int, Digest).self) { group in
                    for (index, one) in kept.enumerated() {
                        group.addTask {
                            (index, try await prepare(one.source, one.facts, one.plan(.small), .small).digest)
                        }
                    }
                    return try await group.reduce(into: [Int: Digest]()) { $0[$1.0] = $1.1 }
                        .sorted { $0.key < $1.key }.map(\.value)
                })
        }
        #expect(digests[0] == digests[1])
        #expect(Set(digests[0]).count == 4)
    }

    @Test func onePictureOfManyFailsAlone() async throws {
        let prepare = scene.prepare()
        let good = try scene.keep(noise(600, 600))
        var bad = good
        bad.facts.height = 599
        await #expect(throws: PrepareError.self) {
            try await prepare(bad.source, bad.facts, bad.plan(.small), .small)
        }
        #expect(try await prepare(good.source, good.facts, good.plan(.small), .small).size.width == 512)
    }

    @Test func aPictureThatTakesTooLongIsGivenUp() async throws {
        let kept = try scene.keep(noise(700, 600))
        let error = await #expect(throws: PrepareError.self) {
            try await scene.prepared(kept, patience: .zero)
        }
        #expect(error?.message.contains("within 0 seconds") == true)
        // The control: with time it is done, and nothing of the failure was kept.
        #expect(try await scene.prepared(kept, .small).reused == false)
    }

    @Test func theToolsNameEveryLibraryThatShapesBytes() throws {
        let text = try Prepare.tools().text()
        for name in ["libvips", "libjpeg", "libpng", "libwebp", "lcms2", "zlib", "libdeflate", "prepare"] {
            #expect(text.contains("\"\(name)\""))
        }
    }
}
