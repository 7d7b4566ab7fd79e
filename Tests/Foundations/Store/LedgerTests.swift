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

    @Test func aLedgerOfANewerVersionIsRefused() throws {
        do {
            let ledger = try open().ledger
            // The control: opened again by the same version.
            #expect(try open().ledger.submissions() == [])
            try ledger.write {
                try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('of a later day')")
            }
        }
        let error = #expect(throws: StoreError.self) { try open().ledger }
        #expect(error?.message.contains("newer lorapipe") == true && error?.hint.contains("--state") == true)
    }

    @Test func whatIsNoDatabaseIsRefusedWithItsPath() throws {
        try directory.write(String(repeating: "no database\n", count: 200), "state/ledger.sqlite")
        let error = #expect(throws: StoreError.self) { try open().ledger }
        #expect(error?.message.contains(directory.path("state/ledger.sqlite")) == true)
    }
}
