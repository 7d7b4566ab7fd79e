import Dataset
import Foundation
import Store
import TestKit
import Testing

@Suite struct ObjectStoreTests {
    private let directory: TemporaryDirectory
    private let objects: ObjectStore

    init() throws {
        directory = try TemporaryDirectory("objects")
        objects = try Store(at: directory.path("state")).objects
    }

    @Test func bytesAreKeptUnderTheirDigest() throws {
        let kept = try objects.keep(Array("abc".utf8))
        #expect(kept.digest == Digest.of("abc") && kept.bytes == 3)
        #expect(objects.holds(kept.digest, bytes: 3))
        #expect(!objects.holds(kept.digest, bytes: 4) && !objects.holds(Digest.of("other"), bytes: 3))
        #expect(try FileBytes.read(objects.path(of: kept.digest), count: 10) == Array("abc".utf8))
        #expect(
            try directory.names(under: "state/objects") == [
                "ba", "ba/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ])
    }

    @Test func theSameBytesAreKeptOnce() throws {
        for _ in 0..<3 { _ = try objects.keep(Array("abc".utf8)) }
        _ = try objects.keep([])
        #expect(try directory.names(under: "state/objects").count == 4)
        #expect(try directory.temporaries() == [])
    }

    @Test func aTemporaryFileIsTakenIn() throws {
        let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let temporary = objects.temporaryPath()
        #expect(temporary != objects.temporaryPath())
        try Data(bytes).write(to: URL(fileURLWithPath: temporary))
        let kept = try objects.keep(temporary)
        #expect(kept.digest == Digest.of(bytes) && kept.bytes == 700_000)
        #expect(!FileManager.default.fileExists(atPath: temporary))
        #expect(throws: StoreError.self) { try objects.keep(temporary) }
    }

    @Test func aCutFileIsReplacedByTheWhole() throws {
        let kept = try objects.keep(Array("abc".utf8))
        try Data("ab".utf8).write(to: URL(fileURLWithPath: objects.path(of: kept.digest)))
        #expect(!objects.holds(kept.digest, bytes: 3))
        _ = try objects.keep(Array("abc".utf8))
        #expect(objects.holds(kept.digest, bytes: 3))
    }

    @Test func manyAtOnceKeepTheSame() async throws {
        let digests = try await withThrowingTaskGroup(of: Digest.self) { group in
            for number in 0..<40 {
                group.addTask { [objects] in try objects.keep(Array("text \(number % 4)".utf8)).digest }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(digests == Set((0..<4).map { Digest.of("text \($0)") }))
        #expect(digests.allSatisfy { objects.holds($0, bytes: 6) })
        #expect(try directory.temporaries() == [])
    }

    @Test func aDirectoryThatCannotBeMadeIsNamed() throws {
        let file = try directory.write("x", "file")
        let error = #expect(throws: StoreError.self) { try Store(at: file + "/state") }
        #expect(error?.message.contains(file) == true && error?.hint.contains("--state") == true)
    }

    @Test func filesAreReadInPieces() throws {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        let path = try directory.write(bytes, "a")
        for chunk in [1, 7, 999, 1000, 1001] {
            var sizes: [Int] = []
            var read: [UInt8] = []
            try FileBytes.forEachChunk(of: path, chunk: chunk) { piece throws(StoreError) in
                sizes.append(piece.count)
                read += Array(piece)
            }
            #expect(read == bytes && sizes.dropLast().allSatisfy { $0 == chunk })
        }
        #expect(try FileBytes.read(path, at: 990, count: 100) == Array(bytes.suffix(10)))
        #expect(try FileBytes.read(path, at: 2000, count: 5) == [])
        #expect(try FileBytes.size(of: path) == 1000)
        #expect(throws: StoreError.self) { try FileBytes.size(of: path + "x") }
    }
}
