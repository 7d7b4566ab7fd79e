import Dataset
import Foundation
import TestKit
import Testing
import Vips

/// A large picture that lies on its side is turned when it is small.
@Suite("Turned pictures", .timeLimit(.minutes(10)))
struct TurnedPictureTests {
    @Test("one of 48 megapixels takes no more memory than one that stands upright")
    func memory() async throws {
        var peaks: [Int] = []
        for orientation in [1, 6] {
            let place = try TemporaryDirectory()
            // Its pixels alone would take 144 MB. Of more than one colour, so that no rule calls it blank.
            var pixels: [UInt8] = []
            for at in 0..<8000 * 100 {
                pixels += [UInt8(at % 8000 / 40), UInt8(at % 100), 90]
            }
            let small = try Picture.fromPixels(pixels, width: 8000, height: 100)
            let picture = try small.resized(horizontalScale: 1, verticalScale: 60)
            try FileManager.default.createDirectory(
                atPath: place.path("set"), withIntermediateDirectories: true)
            try picture.withOrientation(orientation).encode(
                to: place.path("set/a.jpg"), as: .jpeg(quality: 80), keepingMetadata: true)
            try place.write("a wide view", "set/a.txt")
            let file = try place.write(
                "{ pull: { source: folder, path: set }, train: { output_name: a } }", "p.yaml")
            let run = try await Program.measure(
                ["export", file, "--out", place.path("out"), "--state", place.path("s"), "--json"])
            #expect(run.status == 0, "\(run.errors)")
            peaks.append(run.peakMemory)
        }
        #expect(peaks[0] > 1 << 20 && peaks[1] < peaks[0] + 30_000_000, "\(peaks)")
    }
}
