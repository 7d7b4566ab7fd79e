import Dataset
import Foundation
import Pack
import Store
import TestKit
import Testing

@Suite struct UnchangedTests {
    private let scene: PackScene

    init() throws { scene = try PackScene() }

    private func inode(_ name: String = "payload.json") throws -> UInt64 {
        let facts = try FileManager.default.attributesOfItem(atPath: scene.out + "/" + name)
        return (facts[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0
    }

    @Test func theSameExportIsNotWrittenAgain() throws {
        let first = try scene.packTwo()
        let before = try inode()
        #expect(try scene.packTwo() == first && inode() == before)
        // The control: another one is.
        try scene.pack([scene.item("1", "a.jpg", Array("other".utf8))])
        #expect(try inode() != before)
    }

    @Test func anotherCaptionOrOrderIsWritten() throws {
        let item = try scene.item("1", "a.jpg", Array("x".utf8), caption: "one")
        try scene.pack([item])
        let before = try scene.directory.bytes("out/payload.json")
        try scene.pack([scene.item("1", "a.jpg", Array("x".utf8), caption: "two")])
        #expect(try scene.directory.bytes("out/payload.json") != before)
        #expect(try scene.verify().mismatches == [])
    }

    @Test(arguments: ["payload.json", "manifest.lock.json"]) func whatWasTouchedIsWritten(_ name: String)
        throws
    {
        try scene.packTwo()
        let path = scene.out + "/" + name
        var status = stat()
        #expect(stat(path, &status) == 0)
        let good = try scene.directory.bytes("out/" + name)
        // In place, of the same size, and with the old time of changing put back.
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: 20)
        try file.write(contentsOf: Data("#".utf8))
        try file.close()
        var times = [status.st_atim, status.st_mtim]
        #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
        #expect(try scene.directory.bytes("out/" + name) != good)
        try scene.packTwo()
        #expect(try scene.directory.bytes("out/" + name) == good)
        #expect(try scene.verify().mismatches == [])
    }

    @Test func whatIsGoneIsWritten() throws {
        try scene.packTwo()
        try FileManager.default.removeItem(atPath: scene.out + "/payload.json")
        try scene.packTwo()
        #expect(try scene.verify().mismatches == [])
        try FileManager.default.removeItem(atPath: scene.out)
        try scene.packTwo()
        #expect(try scene.verify().mismatches == [])
    }
}
