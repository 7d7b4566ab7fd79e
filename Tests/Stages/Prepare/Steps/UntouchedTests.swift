import Dataset
import Imaging
import Store
import Testing
import Vips

@testable import Prepare

@Suite struct UntouchedTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    private static func encoding(_ format: ImageFormat) -> PictureEncoding {
        switch format {
        case .png: .png(compression: 1)
        case .jpeg: .jpeg(quality: 80)
        case .webp: .webp(quality: 60)
        }
    }

    /// What becomes of a file, and whether it is the file itself.
    private func passes(_ file: [UInt8], _ format: ImageFormat, _ recipe: Recipe? = nil) async throws -> Bool
    {
        let kept = try scene.keep(file, as: PictureFormat(format))
        let prepared = try await scene.prepared(kept, recipe ?? Recipe(resolution: .r512, format: format))
        // Whichever way it went, the result is a plain picture of the right size.
        let path = scene.store.objects.path(of: prepared.digest)
        let picture = try Picture.open(path, as: PictureFormat(prepared.format))
        #expect(picture.width == 512 && picture.height == 512 && picture.bands == 3)
        #expect(!picture.hasICCProfile && picture.orientation == 1)
        #expect(scene.store.objects.holds(prepared.digest, bytes: prepared.bytes))
        return prepared.digest == kept.source.digest && prepared.bytes == kept.source.bytes
    }

    @Test(arguments: ImageFormat.allCases) func whatIsRightPassesAsItIs(_ format: ImageFormat) async throws {
        let file = try noise(512, 512).encoded(as: Self.encoding(format))
        #expect(try await passes(file, format))
        // The controls: another size, another shape, and another format than the recipe's.
        #expect(try await !passes(noise(513, 513).encoded(as: Self.encoding(format)), format))
        #expect(try await !passes(noise(512, 600).encoded(as: Self.encoding(format)), format))
        let other: ImageFormat = format == .png ? .jpeg : .png
        #expect(try await !passes(file, format, Recipe(resolution: .r512, format: other)))
    }

    @Test(arguments: ImageFormat.allCases) func whatCarriesMoreThanPixelsDoesNot(_ format: ImageFormat)
        async throws
    {
        let encoding = Self.encoding(format)
        let profiled = try noise(512, 512).toDisplayP3().encoded(as: encoding, keepingMetadata: true)
        #expect(try await !passes(profiled, format))
        let file = try noise(512, 512).encoded(as: encoding)
        for (what, changed) in Additions.all(file, format) {
            let passed = try await passes(changed, format)
            #expect(!passed, "\(what)")
        }
    }

    @Test func otherBandsDoNot() async throws {
        for pixel in [[9], [9, 200], [1, 2, 3, 200]] as [[UInt8]] {
            let file = try plain(pixel, 512, 512).encoded(as: .png(compression: 1))
            #expect(try await !passes(file, .png))
        }
        let deep = [UInt16](repeating: 0x1234, count: 512 * 512 * 3)
        let wide = try Picture.from16BitPixels(deep, width: 512, height: 512)
        #expect(try await !passes(wide.encoded(as: .png(compression: 1)), .png))
        let inks = try plain([10, 20, 30, 40], 512, 512, isCMYK: true)
        #expect(try await !passes(inks.encoded(as: .jpeg(quality: 80)), .jpeg))
        let grey = try plain([9], 512, 512)
        #expect(try await !passes(grey.encoded(as: .jpeg(quality: 80)), .jpeg))
    }

    @Test func aPictureOnItsSideIsTurned() async throws {
        let turned = try quarters(512, 512).withOrientation(6).encoded(
            as: .jpeg(quality: 90), keepingMetadata: true)
        #expect(try await !passes(turned, .jpeg))
    }

    @Test func theSecondTimeItIsRemembered() async throws {
        let file = try noise(512, 512).encoded(as: .png(compression: 1))
        let kept = try scene.keep(file, as: .png)
        let first = try await scene.prepared(kept)
        let second = try await scene.prepared(kept)
        #expect(first.digest == kept.source.digest && !first.reused)
        #expect(second.digest == kept.source.digest && second.reused)
    }

    @Test(arguments: ImageFormat.allCases) func noFileIsTooBrokenToBeRefused(_ format: ImageFormat) throws {
        let file = try noise(40, 30).encoded(as: Self.encoding(format))
        #expect(try MetadataFreeImage.size(of: file, as: format) == PixelSize(width: 40, height: 30))
        for count in 0..<file.count {
            #expect(throws: MetadataFreeImage.ExtraneousData.self) {
                try MetadataFreeImage.size(of: Array(file.prefix(count)), as: format)
            }
        }
        // Any single byte of the head may be anything, and the walk still ends.
        for at in 0..<min(60, file.count) {
            for value in [0, 0x7F, 0xFF] as [UInt8] {
                var changed = file
                changed[at] = value
                // Whether it is still plain depends on the byte; that it comes to an end is what counts.
                _ = try? MetadataFreeImage.size(of: changed, as: format)
            }
        }
    }
}
