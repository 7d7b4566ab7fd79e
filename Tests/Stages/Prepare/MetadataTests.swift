import Dataset
import Foundation
import Imaging
import Store
import Testing
import Vips

@testable import Prepare

/// Where a picture was taken, by whom and with what, goes to no trainer.
@Suite struct MetadataTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    private static let words = [
        "Exif", "EXIF", "xmp", "XMP", "http", "hello", "Photoshop", "ICC", "iCCP", "tEXt", "iTXt", "eXIf",
        "acsp",
        "VP8X", "JFXX",
    ]

    private func words(in bytes: [UInt8]) -> [String] {
        let data = Data(bytes)
        return Self.words.filter { data.range(of: Data($0.utf8)) != nil }
    }

    @Test(arguments: ImageFormat.allCases) func noneOfItIsInWhatIsPrepared(_ format: ImageFormat) async throws
    {
        // Flat, so that no noise can spell a word. Already of the size that is wanted: nothing passes by that.
        let picture = try plain([90, 120, 30], 512, 512)
        for source in ImageFormat.allCases {
            let encoding: PictureEncoding =
                switch source {
                case .png: .png(compression: 1)
                case .jpeg: .jpeg(quality: 80)
                case .webp: .webp(quality: 80)
                }
            let file = try picture.encoded(as: encoding)
            let profiled = try picture.toDisplayP3().encoded(as: encoding, keepingMetadata: true)
            var carried: Set<String> = []
            for (what, changed) in Additions.all(file, source) + [("a profile", profiled)] {
                carried.formUnion(words(in: changed))
                let kept = try scene.keep(changed, as: PictureFormat(source))
                let prepared = try await scene.prepared(kept, Recipe(resolution: .r512, format: format))
                let path = scene.store.objects.path(of: prepared.digest)
                let written = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
                #expect(words(in: written) == [], "\(what) of \(source)")
            }
            // The control: the sources have them.
            #expect(carried.count >= 3, "\(carried)")
        }
    }
}
