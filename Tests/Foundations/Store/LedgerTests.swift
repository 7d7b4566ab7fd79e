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

    @Test func whatIsKnownAboutJobsIsSyncedAndWhatCanBeFoundOutAgainIsNot() async throws {
        let ledger = try await open().ledger
        @Sendable func mode(_ database: Database) throws -> Int? {
            try Int.fetchOne(database, sql: "PRAGMA synchronous")
        }
        // SQLite's numbers: 1 is NORMAL, 2 is FULL.
        #expect(try await ledger.note(mode) == 1)
        #expect(try await ledger.write(mode) == 2)
        #expect(try await ledger.note(mode) == 1)
    }

    @Test func aLedgerOfANewerVersionIsRefused() async throws {
        do {
            let ledger = try await open().ledger
            // The control: opened again by the same version.
            #expect(try await open().ledger.submissions() == [])
            try await ledger.write {
                try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('of a later day')")
            }
        }
        let error = await #expect(throws: StoreError.self) { try await open().ledger }
        #expect(error?.message.contains("newer lorapipe") == true && error?.hint.contains("--state") == true)
    }

    @Test func whatIsNoDatabaseIsRefusedWithItsPath() async throws {
        try directory.write(String(repeating: "no database\n", count: 200), "state/ledger.sqlite")
        let error = await #expect(throws: StoreError.self) { try await open().ledger }
        #expect(error?.message.contains(directory.path("state/ledger.sqlite")) == true)
    }
}
