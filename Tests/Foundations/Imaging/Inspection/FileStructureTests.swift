import Dataset
import TestKit
import Testing
import Vips

@testable import Imaging

/// What the walk of a file's structure finds, and where its limits are.
@Suite struct FileStructureTests {
    private typealias Sound = HostileFile.Sound
    private typealias P = PNGParts
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("structure") }

    private func walk(_ format: ImageFormat, _ bytes: [UInt8]) throws -> FileStructure {
        let path = try directory.write(bytes, "file")
        let found = Result { try FileStructure.walk(path, format, bytes: Int64(bytes.count)) }
        // The same bytes in memory give the same.
        let inMemory = Result { try FileStructure.walk(bytes, format) }
        switch (found, inMemory) {
        case (.success(let one), .success(let other)): #expect(one == other)
        case (.failure(let one as ImageFault), .failure(let other as ImageFault)): #expect(one == other)
        default: Issue.record("\(found) from disk, \(inMemory) in memory")
        }
        return try found.get()
    }

    private func fault(_ format: ImageFormat, _ bytes: [UInt8]) throws -> ImageFault? {
        do {
            _ = try walk(format, bytes)
            return nil
        } catch let fault as ImageFault {
            return fault
        }
    }

    @Test func sizesAreThoseOfTheDecoder() throws {
        for (width, height) in [(1, 1), (7, 300), (513, 64), (1000, 2)] {
            let files: [(ImageFormat, [UInt8], Bool)] = [
                (.png, try Sound.png(width, height), false),
                (.png, try Sound.png(width, height, interlaced: true), true),
                (.jpeg, try Sound.jpeg(width, height), false),
                (.jpeg, try Sound.jpeg(width, height, progressive: true), true),
                (.webp, try Sound.webp(width, height), true),
                (.webp, try Sound.webp(width, height, bands: 4), true),
            ]
            for (format, bytes, isHeldWhole) in files {
                let found = try walk(format, bytes)
                let picture = try Picture.open(bytes: bytes, as: PictureFormat(format))
                #expect(found.size == PixelSize(width: picture.width, height: picture.height))
                #expect(found.isHeldWhole == isHeldWhole)
            }
        }
    }

    @Test func aPNGMayHaveAsManyChunksAsAPictureHas() throws {
        let pixels = P.chunk("IDAT", P.zeros(64 * 193))
        func file(_ count: Int) -> [UInt8] {
            P.file(P.header(64, 64), Array(repeating: P.chunk("aaAa"), count: count).flatMap { $0 }, pixels)
        }
        #expect(try fault(.png, file(990)) == nil)
        #expect(try fault(.png, file(1100))?.kind == .unreadable)
    }

    @Test func aSquareOf4096IsWithinTheLimitInEveryFormat() throws {
        let pixels = P.chunk("IDAT", P.zeros(16))
        func png(_ width: Int, _ height: Int) -> [UInt8] {
            P.file(P.header(width, height, interlace: 1), pixels)
        }
        #expect(try fault(.png, png(4096, 4096)) == nil)
        #expect(
            try fault(.png, png(4097, 4096))?.message
                == "4097×4096 is above the limit of 16.7 megapixels for interlaced, progressive and WebP pictures"
        )
        #expect(try FileStructure(.webp, width: 4096, height: 4096, isHeldWhole: true).size.width == 4096)
    }

    @Test func aNumberOfFramesThatNoneCanHaveIsNoAnimation() throws {
        func file(_ frames: Int) -> [UInt8] {
            P.file(
                P.header(64, 64), P.chunk("acTL", P.number(frames) + P.number(0)),
                P.chunk("IDAT", P.zeros(64 * 193)))
        }
        #expect(try fault(.png, file(0x7FFF_FFFF))?.kind == .animated)
        #expect(
            try fault(.png, file(0x8000_0001))
                == .unreadable("the file declares 2147483649 frames, which none can have"))
    }

    @Test func sizesAreWrittenAsEverywhere() throws {
        let file = P.file(P.header(0xFFFF_FFFF, 0), P.chunk("IDAT", P.zeros(16)))
        #expect(try fault(.png, file) == .unreadable("the file declares a size of 4294967295×0"))
    }

    @Test func aPNGMayHaveManySmallTextsAndAFewLargeOnes() throws {
        let pixels = P.chunk("IDAT", P.zeros(64 * 193))
        func file(_ count: Int, _ bytes: Int) -> [UInt8] {
            let text = P.chunk("zTXt", [120, 0, 0] + [UInt8](repeating: 7, count: bytes))
            return P.file(P.header(64, 64), Array(repeating: text, count: count).flatMap { $0 }, pixels)
        }
        #expect(try fault(.png, file(8, 100_000)) == nil)
        #expect(try fault(.png, file(100, 600)) == nil)
        #expect(try fault(.png, file(9, 100_000))?.kind == .unreadable)
    }

    @Test func textsThatAreNotFoldedDoNotCount() throws {
        let text = P.chunk("iTXt", [120, 0, 0, 0, 0, 0] + [UInt8](repeating: 65, count: 100_000))
        let file = P.file(
            P.header(64, 64), Array(repeating: text, count: 20).flatMap { $0 },
            P.chunk("IDAT", P.zeros(64 * 193)))
        #expect(try fault(.png, file) == nil)
    }

    /// A progressive JPEG with its last scan repeated up to a number of scans.
    private func scans(_ count: Int) throws -> [UInt8] {
        let jpeg = try Sound.jpeg(progressive: true)
        let starts = jpeg.indices.dropLast().filter { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xDA }
        let last = Array(jpeg[starts[starts.count - 1]...].dropLast(2))
        let more = Array(repeating: last, count: count - starts.count).flatMap { $0 }
        return Array(jpeg.dropLast(2)) + more + [0xFF, 0xD9]
    }

    @Test func aJPEGMayHaveFiftyScans() throws {
        #expect(try fault(.jpeg, scans(50)) == nil)
        #expect(try fault(.jpeg, scans(51)) == .unreadable("the pixels come in more than 50 scans"))
    }

    @Test func markersInsideSegmentsAreNotThePictures() throws {
        let jpeg = try Sound.jpeg()
        // A comment that holds a header of a huge picture, a scan and an end.
        let comment: [UInt8] =
            [0xFF, 0xFE, 0, 16, 0xFF, 0xC2, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0xFF, 0xDA, 0xFF, 0xD9]
        #expect(try walk(.jpeg, jpeg[..<2] + comment + jpeg[2...]) == walk(.jpeg, jpeg))
    }

    @Test func anEndMarkerPutOnIsSeenThrough() throws {
        let jpeg = try Sound.jpeg(256, 192)
        let path = try directory.write(jpeg.prefix(jpeg.count / 2) + [0xFF, 0xD9], "cut.jpg")
        let result = try Decoding.decode(path, .jpeg).result
        #expect(
            result
                == .fault(.truncated("the pixels end early, though the file has its end marker")))
        // The control: the library's own check for truncation takes it.
        try Picture.open(path, as: .jpeg, strictness: .truncation).decodeAll()
        try Picture.open(try directory.write(jpeg, "whole.jpg"), as: .jpeg, strictness: .warning).decodeAll()
    }

    @Test func strayBytesBetweenSegmentsDoNoHarm() throws {
        let jpeg = try Sound.jpeg()
        let path = try directory.write(jpeg[..<2] + [0xFF, 0xE5, 0, 2, 1, 2, 3] + jpeg[2...], "stray.jpg")
        guard case .facts(let facts, _) = try Decoding.decode(path, .jpeg).result else {
            Issue.record("stray bytes were taken for damage")
            return
        }
        #expect(facts.width == 64)
        // The control: the library does warn of them.
        #expect(throws: VipsError.self) {
            try Picture.open(path, as: .jpeg, strictness: .warning).decodeAll()
        }
    }
}
