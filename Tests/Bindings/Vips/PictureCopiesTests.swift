import Testing
import Vips

@Suite struct PictureCopiesTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func meansAreOfWholeSquaresAndOfWhatIsLeftAtTheEdges() throws {
        // Rows of 0, 10, 20, 30, 40: squares of two take 0|10, 20|30 and 40 alone, and rows 0|100, 200 alone.
        let pixels: [UInt8] = (0..<3).flatMap { y in (0..<5).map { UInt8($0 * 10 + y * 100) } }
        let path = try scratch.save(
            try Picture.fromPixels(pixels, width: 5, height: 3, bands: 1), "a", as: .png(compression: 6))
        let copies = try Picture.open(path, as: .png).reduced(by: 2, samplingEvery: 1)
        #expect(copies.averaged.width == 3 && copies.averaged.height == 2)
        #expect(try copies.averaged.pixels() == [55, 75, 90, 205, 225, 240])
        #expect(try copies.sampled.pixels() == pixels)
        #expect(copies.translucentPixels == 0)
    }

    @Test func coloursCountByTheirAlpha() throws {
        // A hidden red beside a seen blue, and two that are all hidden.
        let pixels: [UInt8] = [255, 0, 0, 0, 0, 0, 200, 255, 9, 9, 9, 0, 7, 7, 7, 0]
        let path = try scratch.save(
            try Picture.fromPixels(pixels, width: 4, height: 1, bands: 4), "a", as: .png(compression: 6))
        let copies = try Picture.open(path, as: .png).reduced(by: 2, samplingEvery: 4)
        #expect(try copies.averaged.pixels() == [0, 0, 200, 128, 0, 0, 0, 0])
        #expect(copies.translucentPixels == 3)
    }

    @Test func sixteenBitsStaySixteenBits() throws {
        let pixels: [UInt16] = [1000, 2000, 3000, 65535, 65535, 65533]
        let path = try scratch.save(
            try Picture.from16BitPixels(pixels, width: 2, height: 1), "a", as: .png(compression: 6))
        let copies = try Picture.open(path, as: .png).reduced(by: 2, samplingEvery: 1)
        #expect(copies.averaged.bitsPerBand == 16)
        let means = try copies.averaged.pixels()
        #expect(
            stride(from: 0, to: 6, by: 2).map { Int(means[$0]) | Int(means[$0 + 1]) << 8 }
                == [33268, 33768, 34267])
    }

    @Test func samplesAreThePicturesOwnValuesAndDoNotKeepStepWithIt() throws {
        // Every second column white: means are all grey, and a regular grid would see one colour only.
        let pixels: [UInt8] = (0..<256 * 256).map { $0 % 2 == 0 ? 0 : 255 }
        let path = try scratch.save(
            try Picture.fromPixels(pixels, width: 256, height: 256, bands: 1), "a", as: .png(compression: 6))
        let copies = try Picture.open(path, as: .png).reduced(by: 4, samplingEvery: 4)
        #expect(Set(try copies.averaged.pixels()) == [128])
        let sampled = try copies.sampled.pixels()
        #expect(sampled.count == 64 * 64 && Set(sampled) == [0, 255])
        let white = sampled.count { $0 == 255 }
        #expect((1800...2300).contains(white))
    }

    @Test func copiesKeepOrientationAndProfile() throws {
        let source = try noise(40, 20).toDisplayP3().withOrientation(6)
        let path = try scratch.save(source, "a", as: .jpeg(quality: 90))
        let copies = try Picture.open(path, as: .jpeg).reduced(by: 2, samplingEvery: 2)
        #expect(copies.averaged.orientation == 6 && copies.averaged.hasICCProfile)
        let upright = try copies.averaged.upright()
        #expect(upright.width == 10 && upright.height == 20)
    }

    @Test(arguments: [0, 1, 2]) func aDecoderThatShrinksGivesSmallerSides(_ which: Int) throws {
        let encoding = PictureEncoding.each[which]
        let path = try scratch.save(try noise(203, 101), "a", as: encoding)
        let picture = try Picture.open(path, as: encoding.format, shrink: 2)
        let sides = [picture.width, picture.height]
        #expect(
            encoding.format == .png
                ? sides == [203, 101] : zip(sides, [101.5, 50.5]).allSatisfy { abs(Double($0) - $1) < 1 })
        try picture.decodeAll()
    }

    @Test func aPictureThinnerThanItsShrinkingIsRefused() throws {
        // Evaluated, a picture without columns ends the process.
        let path = try scratch.save(try noise(3, 900), "a", as: .jpeg(quality: 90))
        #expect(throws: VipsError.self) { _ = try Picture.open(path, as: .jpeg, shrink: 4).width }
    }

    /// Whether a file without its last bytes, which belong to its last rows, is found when its decoder shrinks it.
    private func findsTheMissingEnd(_ height: Int, _ encoding: PictureEncoding) throws -> Bool {
        let path = try scratch.save(try noise(64, height), "whole", as: encoding)
        let whole = try Picture.open(path, as: encoding.format, shrink: 4)
            .reduced(by: 2, samplingEvery: 2)
        #expect(whole.averaged.width > 0)
        let cut = try scratch.write(try scratch.bytes("whole").dropLast(100), "cut")
        do {
            _ = try Picture.open(cut, as: encoding.format, shrink: 4)
                .reduced(by: 2, samplingEvery: 2).translucentPixels
            return false
        } catch { return true }
    }

    @Test func aFileThatEndsEarlyIsFoundWhileItShrinks() throws {
        for height in [256, 260, 261, 264, 268] {
            for encoding in PictureEncoding.each {
                #expect(try findsTheMissingEnd(height, encoding), "\(encoding) \(height)")
            }
        }
    }

    @Test func rowsOfAJPEGThatBeginABlockAndMakeNoRowAreNotRead() throws {
        // What the documentation warns of: 257 = 64 · 4 + 1, and 256 is a whole number of blocks.
        #expect(try !findsTheMissingEnd(257, .jpeg(quality: 80)))
        #expect(try findsTheMissingEnd(257, .webp(quality: 80)))
    }

    @Test func reducingEndsAtItsDeadline() throws {
        let path = try scratch.save(try noise(100, 100), "a", as: .png(compression: 6))
        let picture = try Picture.open(
            path, as: .png, access: .random, deadline: Deadline(after: .milliseconds(80)))
        let large = try picture.resized(horizontalScale: 400, verticalScale: 400)
        let error = #expect(throws: VipsError.self) {
            _ = try large.reduced(by: 64, samplingEvery: 256).translucentPixels
        }
        #expect(error?.isTimeout == true)
    }

    @Test func aStraightShrinkTakesAllPixelsThatFallIntoANewOne() throws {
        let pixels: [UInt8] = (0..<64 * 64).map { ($0 / 64 + $0 % 64) % 2 == 0 ? 0 : 200 }
        let small = try Picture.fromPixels(pixels, width: 64, height: 64, bands: 1).shrunk(
            toWidth: 8, height: 5)
        #expect(small.width == 8 && small.height == 5)
        #expect(try small.pixels().allSatisfy { (98...102).contains($0) })
    }
}
