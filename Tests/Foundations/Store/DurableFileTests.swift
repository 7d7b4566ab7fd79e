import Foundation
import Store
import TestKit
import Testing

@Suite struct DurableFileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("durable") }

    @Test func whatWasNotPublishedLeavesNothing() throws {
        for size in [0, 10, 1_000_000] {
            do {
                let file = try DurableFile(directory.path("a"))
                try file.write([UInt8](repeating: 1, count: size))
                #expect(try directory.names().count == 1)
            }
            #expect(try directory.names() == [])
        }
        // The control: published, it stays.
        let file = try DurableFile(directory.path("a"))
        try file.publish()
        #expect(try directory.names() == ["a"])
    }

    @Test func itReplacesWhole() throws {
        try directory.write("the old and longer text", "a")
        let file = try DurableFile(directory.path("a"))
        try file.write("new".utf8)
        #expect(try directory.bytes("a") == Array("the old and longer text".utf8))
        try file.publish()
        #expect(try directory.bytes("a") == Array("new".utf8))
        #expect(try directory.names() == ["a"])
    }

    @Test func piecesOfAnySizeComeTogether() throws {
        let file = try DurableFile(directory.path("a"))
        var expected: [UInt8] = []
        for size in [0, 1, 262_143, 2, 262_144, 700_000, 5] {
            let piece = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ size) }
            expected += piece
            try file.write(piece)
        }
        try file.publish()
        #expect(try directory.bytes("a") == expected)
    }

    @Test func twoWritersDoNotMixAndTheLastOneStays() throws {
        let (first, second) = (try DurableFile(directory.path("a")), try DurableFile(directory.path("a")))
        try first.write("first".utf8)
        try second.write("second".utf8)
        try second.publish()
        try first.publish()
        #expect(try directory.bytes("a") == Array("first".utf8))
        #expect(try directory.names() == ["a"])
    }

    @Test func aPublishThatFailsSaysWhereAndLeavesNothing() throws {
        // A name that a directory with something in it has can't be taken over.
        try directory.write("x", "a/inside")
        let file = try DurableFile(directory.path("a"))
        let error = #expect(throws: StoreError.self) { try file.publish() }
        #expect(error?.message.contains(directory.path("a")) == true)
        #expect(try directory.names() == ["a", "a/inside"])
    }

    @Test func aMissingDirectoryIsNamed() {
        let path = directory.path("none/a")
        let error = #expect(throws: StoreError.self) { try DurableFile(path) }
        #expect(error?.message.contains(path) == true && error?.message.contains("No such file") == true)
    }
}
