import Dataset
import Foundation
import GRDB
import TestKit
import Testing

@testable import Store

@Suite struct LedgerTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("ledger") }

    private func open() throws -> Store { try Store(at: directory.path("state")) }

    @Test func fetchedFilesAreRememberedAcrossRuns() throws {
        let file = FetchedFile(etag: "\"tag\"", image: SourceImage(digest: Digest.of("a"), bytes: 5))
        let later = FetchedFile(etag: nil, image: SourceImage(digest: Digest.of("b"), bytes: 6))
        do {
            let ledger = try open().ledger
            #expect(try ledger.fetched(from: "https://h/a") == nil)
            try ledger.remember(file, from: "https://h/a")
        }
        let ledger = try open().ledger
        #expect(try ledger.fetched(from: "https://h/a") == file)
        #expect(try ledger.fetched(from: "https://h/A") == nil)
        try ledger.remember(later, from: "https://h/a")
        #expect(try ledger.fetched(from: "https://h/a") == later)
    }

    @Test func noLocationIsOnDisk() throws {
        let file = FetchedFile(etag: "the-etag-itself", image: SourceImage(digest: Digest.of("a"), bytes: 5))
        do { try open().ledger.remember(file, from: "https://me:pass-word@h/a?token=very-secret") }
        var all = ""
        for name in try directory.names(under: "state") where name.hasPrefix("ledger") {
            all += String(decoding: try directory.bytes("state/\(name)"), as: Unicode.ASCII.self)
        }
        #expect(!all.contains("very-secret") && !all.contains("pass-word"))
        // The control: what is kept as it is can be found so.
        #expect(all.contains("the-etag-itself"))
    }

    @Test func whatIsKnownAboutJobsIsSyncedAndWhatCanBeFoundOutAgainIsNot() throws {
        let ledger = try open().ledger
        func mode(_ database: Database) throws -> Int? {
            try Int.fetchOne(database, sql: "PRAGMA synchronous")
        }
        // SQLite's numbers: 1 is NORMAL, 2 is FULL.
        #expect(try ledger.note(mode) == 1)
        #expect(try ledger.write(mode) == 2)
        #expect(try ledger.note(mode) == 1)
    }

    @Test func looksAreRememberedAVersionAtATime() throws {
        let look = JSONValue.record(["message": "é \"x\"", "width": 5])
        do { try open().ledger.remember(look: look, at: Digest.of("a"), version: "1") }
        let ledger = try open().ledger
        #expect(try ledger.look(at: Digest.of("a"), version: "1") == look)
        #expect(try ledger.look(at: Digest.of("a"), version: "2") == nil)
        #expect(try ledger.look(at: Digest.of("b"), version: "1") == nil)
        try ledger.remember(look: "new", at: Digest.of("a"), version: "1")
        #expect(try ledger.look(at: Digest.of("a"), version: "1") == "new")
        try ledger.write { try $0.execute(sql: "UPDATE look SET result = '{'") }
        #expect(throws: StoreError.self) { try ledger.look(at: Digest.of("a"), version: "1") }
    }

    @Test func preparedPicturesComeBackAsReused() throws {
        var image = PreparedImage(
            digest: Digest.of("p"), bytes: 9, size: PixelSize(width: 512, height: 512), format: .webp,
            reused: false)
        do { try open().ledger.remember(image, under: Digest.of("key")) }
        image.reused = true
        #expect(try open().ledger.prepared(under: Digest.of("key")) == image)
        #expect(try open().ledger.prepared(under: Digest.of("other")) == nil)
    }

    @Test func aLedgerOfANewerVersionIsRefused() throws {
        do {
            let ledger = try open().ledger
            // The control: opened again by the same version.
            #expect(try open().ledger.submissions() == [])
            try ledger.write {
                try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('of a later day')")
            }
        }
        let error = #expect(throws: StoreError.self) { try open() }
        #expect(error?.message.contains("newer lorapipe") == true && error?.hint.contains("--state") == true)
    }

    @Test func whatIsNoDatabaseIsRefusedWithItsPath() throws {
        try directory.write(String(repeating: "no database\n", count: 200), "state/ledger.sqlite")
        let error = #expect(throws: StoreError.self) { try open() }
        #expect(error?.message.contains(directory.path("state/ledger.sqlite")) == true)
    }

    @Test func manyProcessesWorthOfWritersGetTheirTurn() async throws {
        let stores = try (0..<4).map { _ in try open() }
        try await withThrowingTaskGroup { group in
            for (writer, store) in stores.enumerated() {
                group.addTask {
                    for number in 0..<10 {
                        try store.ledger.remember(
                            look: .int(Int64(number)), at: Digest.of("\(writer)/\(number)"), version: "1")
                    }
                }
            }
            try await group.waitForAll()
        }
        let count = try open().ledger.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM look") }
        #expect(count == 40)
    }
}
