import Dataset
import Foundation
import GRDB
import TestKit
import Testing

@testable import Store

@Suite struct CachesTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("caches") }

    private func open() throws -> Store { try Store(at: directory.path("state")) }

    @Test func fetchedFilesAreRememberedAcrossRuns() throws {
        let file = FetchedFile(etag: "\"tag\"", image: SourceImage(digest: Digest.of("a"), bytes: 5))
        let later = FetchedFile(etag: nil, image: SourceImage(digest: Digest.of("b"), bytes: 6))
        do {
            let caches = try open().caches
            #expect(try caches.fetched(from: "https://h/a") == nil)
            try caches.remember(file, from: "https://h/a")
        }
        let caches = try open().caches
        #expect(try caches.fetched(from: "https://h/a") == file)
        #expect(try caches.fetched(from: "https://h/A") == nil)
        try caches.remember(later, from: "https://h/a")
        #expect(try caches.fetched(from: "https://h/a") == later)
    }

    @Test func noLocationIsOnDisk() throws {
        let file = FetchedFile(etag: "the-etag-itself", image: SourceImage(digest: Digest.of("a"), bytes: 5))
        do { try open().caches.remember(file, from: "https://me:pass-word@h/a?token=very-secret") }
        var all = ""
        for name in try directory.names(under: "state") where name.hasPrefix("caches") {
            all += String(decoding: try directory.bytes("state/\(name)"), as: Unicode.ASCII.self)
        }
        #expect(!all.contains("very-secret") && !all.contains("pass-word"))
        // The control: what is kept as it is can be found so.
        #expect(all.contains("the-etag-itself"))
    }

    @Test func looksAreRememberedAVersionAtATime() throws {
        let look = JSONValue.record(["message": "é \"x\"", "width": 5])
        do { try open().caches.remember(inspection: look, of: Digest.of("a"), version: "1") }
        let caches = try open().caches
        #expect(try caches.inspection(of: Digest.of("a"), version: "1") == look)
        #expect(try caches.inspection(of: Digest.of("a"), version: "2") == nil)
        #expect(try caches.inspection(of: Digest.of("b"), version: "1") == nil)
        try caches.remember(inspection: "new", of: Digest.of("a"), version: "1")
        #expect(try caches.inspection(of: Digest.of("a"), version: "1") == "new")
        try caches.write { try $0.execute(sql: "UPDATE look SET result = '{'") }
        #expect(throws: StoreError.self) { try caches.inspection(of: Digest.of("a"), version: "1") }
    }

    @Test func preparedPicturesComeBackAsReused() throws {
        var image = PreparedImage(
            digest: Digest.of("p"), bytes: 9, size: PixelSize(width: 512, height: 512), format: .webp,
            reused: false)
        do { try open().caches.remember(image, under: Digest.of("key")) }
        image.reused = true
        #expect(try open().caches.prepared(under: Digest.of("key")) == image)
        #expect(try open().caches.prepared(under: Digest.of("other")) == nil)
    }

    @Test func manyProcessesWorthOfWritersGetTheirTurn() async throws {
        let stores = try (0..<4).map { _ in try open() }
        try await withThrowingTaskGroup { group in
            for (writer, store) in stores.enumerated() {
                group.addTask {
                    for number in 0..<10 {
                        try store.caches.remember(
                            inspection: .int(Int64(number)), of: Digest.of("\(writer)/\(number)"),
                            version: "1")
                    }
                }
            }
            try await group.waitForAll()
        }
        let count = try open().caches.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM look") }
        #expect(count == 40)
    }

    @Test func whatAnEarlierVersionKeptBesideTheRunsIsKept() throws {
        try FileManager.default.createDirectory(
            atPath: directory.path("state"), withIntermediateDirectories: true)
        let old = try DatabaseQueue(path: directory.path("state/ledger.sqlite"))
        try old.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE look (sha256 TEXT NOT NULL, version TEXT NOT NULL, result TEXT NOT NULL,
                    PRIMARY KEY (sha256, version));
                    INSERT INTO look VALUES (?, '2', '{}'), (?, '1', '{"rule":"image-truncated"}')
                    """, arguments: [Digest.of("a").hex, Digest.of("a").hex])
        }
        try old.close()
        let caches = try open().caches
        #expect(try caches.inspection(of: Digest.of("a"), version: "2") == .object([]))
        #expect(try caches.isUnusable(Digest.of("a")))
        #expect(try caches.fetched(from: "https://h/a") == nil)
        try caches.remember(inspection: "new", of: Digest.of("a"), version: "2")
        // Once: what was found out since stays.
        #expect(try open().caches.inspection(of: Digest.of("a"), version: "2") == "new")
    }

    @Test func aLedgerThatCanNotBeReadCostsTheCachesAndNoMore() throws {
        try directory.write(String(repeating: "no database\n", count: 200), "state/ledger.sqlite")
        #expect(try open().caches.inspection(of: Digest.of("a"), version: "1") == nil)
    }
}
