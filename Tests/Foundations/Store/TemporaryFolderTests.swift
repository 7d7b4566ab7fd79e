import Dataset
import Foundation
import TestKit
import Testing

@testable import Store

@Suite struct TemporaryFolderTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("temporaries") }

    private func open() throws -> Store { try Store(at: directory.path("state")) }

    /// What a process that was killed leaves: nobody holds it any more.
    private func leave(_ names: String...) throws {
        for name in names { try directory.write("x", "state/tmp/\(name)") }
    }

    private func age(_ name: String, hours: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -hours * 3600)],
            ofItemAtPath: directory.path("state/tmp/" + name))
    }

    private var names: [String] { get throws { try directory.names(under: "state/tmp") } }

    @Test func whatIsHeldStaysAndWhatNobodyHoldsGoes() throws {
        let store = try open()
        let file = store.objects.temporaryPath()
        try Data("live".utf8).write(to: URL(fileURLWithPath: file))
        try leave("run-DEAD/lock", "run-DEAD/a", "run-DEAD/a-download.etag")
        // A second process of one state directory: for the lock, another opening of this process is one.
        let second = try open()
        #expect(FileManager.default.fileExists(atPath: file))
        #expect(try names.contains { $0.contains("DEAD") } == false)
        #expect(try store.objects.keep(file).bytes == 4)
        withExtendedLifetime(second) {}
    }

    @Test func aStoreThatIsLetGoLeavesNothing() throws {
        do {
            let store = try open()
            try Data("x".utf8).write(to: URL(fileURLWithPath: store.objects.temporaryPath()))
            #expect(try directory.temporaries().count == 1)
        }
        #expect(try names == [])
    }

    /// The table of a run may outlive the store that it was made in.
    @Test func whatIsBeingWrittenHoldsItsPlace() throws {
        var table: RunTable? = try open().objects.runTable()
        #expect(try directory.temporaries().count == 1)
        let second = try open()
        #expect(try directory.temporaries().count == 1)
        #expect(table != nil)
        table = nil
        #expect(try directory.temporaries().isEmpty)
        withExtendedLifetime(second) {}
    }

    @Test func aPlaceThatIsBeingMadeIsLeftAlone() throws {
        try leave("run-NEW/a", "run-OLD/a")
        try age("run-OLD", hours: 25)
        let store = try open()
        #expect(try directory.temporaries() == ["run-NEW/a"])
        withExtendedLifetime(store) {}
    }

    /// They carry the number of a process, which in another container is another process or none.
    @Test func filesOfEarlierVersionsGoWhenTheyAreADayOld() throws {
        let uuid = UUID().uuidString
        let (old, young) = ("1-\(uuid)", "1999999999-\(uuid)")
        let strangers = ["2023-report.pdf", "README", "1-notes"]
        try leave(old, "1-\(uuid).12345678.partial", young)
        for name in strangers { try leave(name) }
        for name in [old, "1-\(uuid).12345678.partial"] + strangers { try age(name, hours: 25) }
        try age(young, hours: 23)
        do { _ = try open() }
        #expect(try names == ([young] + strangers).sorted())
    }

    @Test func throughALinkNothingIsCleared() throws {
        let uuid = UUID().uuidString
        try directory.write("x", "elsewhere/1-\(uuid)")
        try directory.write("x", "elsewhere/run-DEAD/lock")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -48 * 3600)],
            ofItemAtPath: directory.path("elsewhere/1-" + uuid))
        try FileManager.default.createDirectory(
            atPath: directory.path("state"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: directory.path("state/tmp"), withDestinationPath: directory.path("elsewhere"))
        do { _ = try open() }
        #expect(
            try directory.names(under: "elsewhere") == ["1-" + uuid, "run-DEAD", "run-DEAD/lock"].sorted())
    }

    @Test func nothingIsKeptWhereALinkLeads() throws {
        let store = try open()
        try FileManager.default.createDirectory(
            atPath: directory.path("elsewhere"), withIntermediateDirectories: true)
        // The first two digits of the digest of "abc".
        try FileManager.default.createSymbolicLink(
            atPath: directory.path("state/objects/ba"), withDestinationPath: directory.path("elsewhere"))
        let error = #expect(throws: StoreError.self) { try store.objects.keep(Array("abc".utf8)) }
        #expect(error?.message.hasSuffix("objects/ba is no directory") == true)
        #expect(try directory.names(under: "elsewhere") == [] && directory.temporaries() == [])
    }

    @Test func manyThatStartAtOnceLeaveOneAnotherAlone() async throws {
        let path = directory.path("state")
        let kept = try await withThrowingTaskGroup(of: Int64.self) { group in
            for number in 0..<40 {
                group.addTask {
                    let objects = try Store(at: path).objects
                    let file = objects.temporaryPath()
                    try Data("text \(number)".utf8).write(to: URL(fileURLWithPath: file))
                    return try objects.keep(file).bytes
                }
            }
            return try await group.reduce(0) { $0 + $1 }
        }
        #expect(kept == 10 * 6 + 30 * 7)
        #expect(try names == [])
    }
}
