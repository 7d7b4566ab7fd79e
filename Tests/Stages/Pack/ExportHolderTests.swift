import Foundation
import Store
import TestKit
import Testing

@testable import Pack

@Suite struct ExportHolderTests {
    private let directory: TemporaryDirectory
    private var out: String { directory.path("out") }
    private var file: String { out + "/" + ExportHolder.name }

    init() throws { directory = try TemporaryDirectory("holder") }

    @Test func whoWritesThereIsNamedToTheOthers() throws {
        let place = try ExportDirectory(out, for: .payload)
        for _ in 0..<2 {
            let error = #expect(throws: PackError.self) { try ExportDirectory(out, for: .payload) }
            #expect(error?.message.contains("process \(getpid()), since ") == true)
        }
        place.release()
        // The directory was made for the export, and goes as it came.
        #expect(!FileManager.default.fileExists(atPath: out))
    }

    @Test func theLineOfAKilledRunIsWrittenOver() throws {
        try directory.write(
            #"{"user":"u","host":"h","process":1,"since":"2026-01-02T03:04:05Z"}"#, "out/" + ExportHolder.name
        )
        let place = try ExportDirectory(out, for: .payload)
        #expect(LockHolder.read(file)?.process == getpid())
        place.release()
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test func aFileOfOthersStays() throws {
        try directory.write("mine", "theirs")
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: file, withDestinationPath: directory.path("theirs"))
        let place = try ExportDirectory(out, for: .payload)
        place.release()
        #expect(try directory.bytes("theirs") == Array("mine".utf8))
        #expect(FileManager.default.fileExists(atPath: file))
    }
}
