import Foundation
import Testing

@testable import Vips

@Suite struct PictureResamplingTests {
    typealias Size = (width: Int, height: Int)
    typealias Box = (left: Int, top: Int, width: Int, height: Int)

    /// One axis' weights by the definition, in double precision: each new pixel's for each of the source's.
    private func weights(_ source: Int, _ target: Int) -> [[Double]] {
        let shrink = Double(source) / Double(target)
        let unit = max(1, shrink)
        return (0..<target).map { index in
            let centre = (Double(index) + 0.5) * shrink
            let row = (0..<source).map { at -> Double in
                let x = abs(Double(at) + 0.5 - centre) / unit
                if x < 1e-12 { return 1 }
                let angle = Double.pi * x
                return x < 3 ? sin(angle) / angle * sin(angle / 3) / (angle / 3) : 0
            }
            let sum = row.reduce(0, +)
            return row.map { $0 / sum }
        }
    }

    /// The largest and the mean distance of what was found from the exact values, in levels.
    private func distance(_ found: [UInt8], _ source: [UInt8], _ from: Size, _ to: Size, _ box: Box) -> (
        Double, Double
    ) {
        let (across, down) = (weights(from.width, to.width), weights(from.height, to.height))
        var (largest, sum) = (0.0, 0.0)
        for y in 0..<box.height {
            var line = [Double](repeating: 0, count: from.width * 3)
            for (row, weight) in down[box.top + y].enumerated() where weight != 0 {
                for at in 0..<line.count { line[at] += weight * Double(source[row * line.count + at]) }
            }
            for x in 0..<box.width {
                var exact = [0.0, 0, 0]
                for (column, weight) in across[box.left + x].enumerated() where weight != 0 {
                    for band in 0..<3 { exact[band] += weight * line[column * 3 + band] }
                }
                for band in 0..<3 {
                    let error = abs(
                        min(255, max(0, exact[band])) - Double(found[(y * box.width + x) * 3 + band]))
                    largest = max(largest, error)
                    sum += error
                }
            }
        }
        return (largest, sum / Double(found.count))
    }

    // Down, up, one of each, odd and tiny sides, a strong shrinking, the same size, and parts that touch no edge.
    static let cases: [(Size, Size, Box)] = [
        ((90, 70), (41, 33), (0, 0, 41, 33)), ((90, 70), (41, 33), (7, 5, 20, 11)),
        ((33, 21), (70, 64), (0, 0, 70, 64)), ((33, 21), (70, 64), (69, 63, 1, 1)),
        ((80, 20), (31, 50), (3, 9, 25, 40)), ((1, 1), (9, 7), (0, 0, 9, 7)),
        ((2, 3), (17, 5), (1, 1, 15, 3)), ((301, 200), (9, 5), (2, 1, 5, 3)),
        ((64, 64), (64, 40), (0, 0, 64, 40)), ((65, 64), (32, 32), (0, 0, 32, 32)),
        ((700, 3), (1, 1), (0, 0, 1, 1)), ((101, 77), (100, 76), (50, 0, 50, 76)),
    ]

    @Test(arguments: cases) func isWhatTheDefinitionSays(_ from: Size, _ to: Size, _ box: Box) throws {
        // Noise, and black beside white: nothing is further from the middle, or overshoots more.
        let random = try noise(from.width, from.height).pixels()
        for source in [random, random.map { $0 < 128 ? 0 : 255 }] {
            let picture = try Picture.fromPixels(source, width: from.width, height: from.height)
            let found = try picture.resampled(to: to, keeping: box)
            #expect(found.width == box.width && found.height == box.height && found.bands == 3)
            let pixels = try found.pixels()
            let (largest, mean) = distance(pixels, source, from, to, box)
            // Of one pixel alone the mean says nothing.
            #expect(largest <= 0.75 && (mean <= 0.3 || pixels.count < 10), "\(largest), \(mean)")
            // Vector instructions or none: the same bytes.
            #expect(try picture.resampled(to: to, keeping: box, portably: true).pixels() == pixels)
        }
    }

    @Test func thePortableWayIsTheSameOverLongRows() throws {
        let picture = try noise(1031, 400)
        for size in [(515, 200), (700, 390), (1500, 410)] {
            let box = (3, 1, size.0 - 5, size.1 - 2)
            #expect(
                try picture.resampled(to: size, keeping: box, portably: false).pixels()
                    == picture.resampled(to: size, keeping: box, portably: true).pixels())
        }
    }

    @Test func theLargestOvershootHasRoom() throws {
        // White where the middle pixel's weights are positive and black where they are negative, on both axes.
        let signs = weights(60, 30)[15].map { $0 > 0 }
        for flip in [false, true] {
            let pixels = (0..<3600).flatMap { at -> [UInt8] in
                let value: UInt8 = (signs[at / 60] == signs[at % 60]) != flip ? 255 : 0
                return [value, value, value]
            }
            let picture = try Picture.fromPixels(pixels, width: 60, height: 60)
            let found = try picture.resampled(to: (30, 30), keeping: (0, 0, 30, 30)).pixels()
            #expect(distance(found, pixels, (60, 60), (30, 30), (0, 0, 30, 30)).0 <= 0.75)
            #expect(
                found[(15 * 30 + 15) * 3] == (flip ? 0 : 255))
        }
    }

    @Test func theSameSizeIsTheSamePicture() throws {
        let picture = try noise(61, 47)
        let pixels = try picture.pixels()
        #expect(try picture.resampled(to: (61, 47), keeping: (0, 0, 61, 47)).pixels() == pixels)
        let part = try picture.cropped(left: 5, top: 9, width: 40, height: 30).pixels()
        #expect(try picture.resampled(to: (61, 47), keeping: (5, 9, 40, 30)).pixels() == part)
    }

    @Test(arguments: [(31, 23), (200, 150), (16, 99)]) func whatIsFlatStaysFlat(_ width: Int, _ height: Int)
        throws
    {
        for level in [0, 1, 77, 128, 254, 255] as [UInt8] {
            let flat = try Picture.fromPixels(
                [UInt8](repeating: level, count: 97 * 61 * 3), width: 97, height: 61)
            let found = try flat.resampled(to: (width, height), keeping: (0, 0, width, height)).pixels()
            #expect(Set(found) == [level])
        }
    }

    @Test(arguments: [(40, 31), (50, 35), (25, 14), (200, 140), (131, 99)])
    func aMirroredPictureComesOutMirrored(
        _ width: Int, _ height: Int
    ) throws {
        let picture = try noise(100, 70)
        let whole = (0, 0, width, height)
        let straight = try picture.resampled(to: (width, height), keeping: whole)
        for orientation in [2, 3, 4] {
            // Orientations 2 to 4 mirror across, both ways, and down.
            let before = try picture.withOrientation(orientation).upright()
            let after = try straight.withOrientation(orientation).upright()
            #expect(try before.resampled(to: (width, height), keeping: whole).pixels() == after.pixels())
        }
    }

    @Test func aPictureThatIsReadInOrderMayBeCutAnywhere() throws {
        let scratch = try Scratch()
        let path = try scratch.save(try noise(400, 900), "a", as: .jpeg(quality: 90))
        let random = try Picture.open(path, as: .jpeg, access: .random)
        for box in [(0, 0, 200, 450), (20, 400, 100, 50), (0, 0, 1, 1), (199, 449, 1, 1)] {
            let found = try Picture.open(path, as: .jpeg).resampled(to: (200, 450), keeping: box)
            #expect(try found.pixels() == random.resampled(to: (200, 450), keeping: box).pixels())
        }
    }

    @Test func rowsBelowThePartAreNotRead() throws {
        let scratch = try Scratch()
        let whole = try noise(600, 3000).encoded(as: .png(compression: 1))
        let path = try scratch.write(whole.prefix(whole.count / 2), "half")
        // Half of the file is missing: what needs it fails, and what does not is done.
        let top = try Picture.open(path, as: .png).resampled(to: (300, 1500), keeping: (0, 0, 300, 300))
        #expect(top.height == 300)
        #expect(throws: VipsError.self) {
            _ = try Picture.open(path, as: .png).resampled(to: (300, 1500), keeping: (0, 0, 300, 1500)).width
        }
    }

    @Test func workPastItsDeadlineIsStopped() throws {
        let scratch = try Scratch()
        let path = try scratch.save(try noise(100, 100), "a", as: .png(compression: 1))
        // Few rows become many, and many rows that take long become few.
        for isSlowSource in [false, true] {
            let deadline = Deadline(after: .milliseconds(80))
            let opened = try Picture.open(path, as: .png, access: .random, deadline: deadline)
            let source =
                isSlowSource ? try opened.resized(horizontalScale: 400, verticalScale: 400) : opened.same()
            let side = isSlowSource ? 100 : 20_000
            let error = #expect(throws: VipsError.self) {
                _ = try source.resampled(to: (side, side), keeping: (0, 0, side, side)).width
            }
            #expect(error?.isTimeout == true)
        }
        let inTime = try Picture.open(path, as: .png, deadline: Deadline(after: .seconds(60)))
        #expect(try inTime.resampled(to: (50, 50), keeping: (0, 0, 50, 50)).width == 50)
    }

    @Test func whatCannotBeMadeIsRefused() throws {
        let picture = try noise(10, 10)
        let wrong: [(Size, Box)] = [
            ((5, 5), (0, 0, 6, 5)), ((5, 5), (1, 0, 5, 5)), ((5, 5), (0, -1, 5, 5)), ((5, 5), (0, 0, 0, 5)),
            ((0, 5), (0, 0, 0, 5)), ((Int.max, 5), (0, 0, 5, 5)),
        ]
        for (size, box) in wrong {
            #expect(throws: VipsError.self) { _ = try picture.resampled(to: size, keeping: box).width }
        }
        let grey = try noise(10, 10, bands: 1)
        #expect(throws: VipsError.self) { _ = try grey.resampled(to: (5, 5), keeping: (0, 0, 5, 5)).width }
    }
}
