import Dataset
import Foundation
import GRDB
import TestKit
import Testing

@testable import Store

@Suite struct StateCheckTests {
    private let scene: StateScene

    init() throws { scene = try StateScene() }

    private func check(dryRun: Bool = false) throws -> [StateDamage] {
        try scene.state.check(dryRun: dryRun) { _, _ in }
    }

    private func overwrite(_ path: String, at offset: UInt64, _ bytes: [UInt8]) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seek(toOffset: offset)
        try file.write(contentsOf: bytes)
        try file.close()
    }

    @Test func aSoundDirectoryIsFine() throws {
        try scene.keep("a", days: 0)
        #expect(try check() == [])
    }

    @Test func aFileThatIsNotItsNameGoes() throws {
        let (sound, damaged) = (try scene.keep("sound", days: 0), try scene.keep("damaged", days: 0))
        try overwrite(scene.file(damaged), at: 2, [0])
        let told = try check(dryRun: true)
        #expect(told.map(\.kind) == [.object] && told.map(\.isMended) == [false])
        #expect(told.first?.path == scene.file(damaged) && scene.isThere(damaged))
        let mended = try check()
        #expect(mended.map(\.isMended) == [true] && !scene.isThere(damaged) && scene.isThere(sound))
        #expect(try check() == [])
    }

    @Test func rowsThatAreOfNoUseGo() throws {
        let kept = try scene.keep("kept", days: 0)
        do {
            let caches = try Store(at: scene.path).caches
            try caches.remember(
                FetchedFile(etag: nil, image: SourceImage(digest: Digest.of("gone"), bytes: 1)), from: "u")
            try caches.remember(inspection: "x", of: kept, version: "1")
            try caches.remember(inspection: "y", of: kept, version: "2")
            try caches.write { try $0.execute(sql: "UPDATE look SET result = '{' WHERE version = '2'") }
        }
        #expect(try check(dryRun: true).map(\.isMended) == [false, false])
        #expect(try check().map(\.kind) == [.caches, .caches])
        #expect(try check() == [])
        let caches = try Store(at: scene.path).caches
        #expect(
            try caches.inspection(of: kept, version: "1") == "x"
                && caches.inspection(of: kept, version: "2") == nil)
    }

    /// Damages the caches in the middle of a page, and where they begin.
    @Test(arguments: [0, 4096, 3 * 4096]) func damagedCachesAreMadeAnew(_ offset: UInt64) throws {
        let kept = try scene.keep("kept", days: 0)
        try Store(at: scene.path).caches.remember(inspection: "x", of: kept, version: "1")
        let file = scene.path + "/caches.sqlite"
        try overwrite(file, at: offset, [UInt8](repeating: 0xA5, count: 600))
        #expect(try check(dryRun: true).map(\.kind) == [.caches])
        #expect(try check().map(\.isMended) == [true])
        #expect(try check() == [] && scene.isThere(kept))
        let caches = try Store(at: scene.path).caches
        #expect(try caches.inspection(of: kept, version: "1") == nil)
        try caches.remember(inspection: "new", of: kept, version: "1")
        #expect(try caches.inspection(of: kept, version: "1") == "new")
    }

    @Test func cachesThatARunHasOpenAreNotTakenAway() throws {
        let kept = try scene.keep("kept", days: 0)
        let run = try Store(at: scene.path)
        for number in 0..<400 { try run.caches.remember(inspection: "x", of: kept, version: "\(number)") }
        let file = scene.path + "/caches.sqlite"
        try run.caches.checkpoint()
        // By another process: one that closes a file loses its own locks on it.
        let dd = Process()
        dd.executableURL = URL(fileURLWithPath: "/bin/dd")
        dd.arguments = [
            "if=/dev/zero", "of=\(file)", "bs=4096", "seek=3", "count=1", "conv=notrunc", "status=none",
        ]
        try dd.run()
        dd.waitUntilExit()
        #expect(dd.terminationStatus == 0)
        let found = try check()
        #expect(found.map(\.isMended) == [false] && found.first?.message.contains("has it open") == true)
        withExtendedLifetime(run) {}
    }

    @Test func whatKilledRunsLeftGoes() throws {
        try scene.keep("a", days: 0)
        try scene.directory.write("", "state/tmp/run-DEAD/lock")
        try scene.directory.write("half", "state/tmp/run-DEAD/download")
        #expect(try check(dryRun: true).map(\.kind) == [.temporaries])
        #expect(try check().map(\.isMended) == [true])
        #expect(try check() == [] && scene.directory.names(under: "state/tmp").isEmpty)
    }
}

extension Caches {
    /// Writes everything into the file itself.
    fileprivate func checkpoint() throws {
        let path = try read { try String.fetchOne($0, sql: "SELECT file FROM pragma_database_list") }
        try DatabaseQueue(path: path ?? "").writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }
}
