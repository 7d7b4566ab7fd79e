import Dataset
import Foundation
import GRDB

/// A table of a new ledger, as it is filled with rows of a damaged one.
struct LedgerRows {
    /// Its name.
    let table: String
    private let database: Database
    private let names: [String]
    private let required: [String: DatabaseValue]
    /// How many columns it had in the first version.
    private let fewest: Int

    init(_ table: String, in database: Database) throws {
        self.table = table
        self.database = database
        let columns = try database.columns(in: table)
        names = columns.map(\.name)
        // Kinds of columns that can't be empty, with what stands in for a value that can't be read.
        required = Dictionary(
            columns.filter { $0.isNotNull && $0.name != "id" }.map {
                ($0.name, $0.type.uppercased() == "INTEGER" ? 0.databaseValue : "".databaseValue)
            }, uniquingKeysWith: { one, _ in one })
        fewest = table == "submission" ? 12 : names.count
    }

    /// The columns of a row that was read without its table; nil for a row of another one.
    func columns(of record: LedgerPages.Record) -> [String: DatabaseValue]? {
        guard (fewest...names.count).contains(record.values.count), record.values.first?.isNull == true else {
            return nil
        }
        var columns = Dictionary(zip(names, record.values), uniquingKeysWith: { one, _ in one })
        columns["id"] = record.id.databaseValue
        return columns
    }

    /// Whether a row was taken in.
    func holds(_ id: Int64) throws -> Bool {
        // Compiled once: a history has many moments.
        let statement = try database.cachedStatement(sql: "SELECT 1 FROM \(table) WHERE id = ?")
        return try Int.fetchOne(statement, arguments: [id]) != nil
    }

    /// Takes a row in, unless one of its number is there.
    ///
    /// - Returns: false for one that is there.
    func take(_ row: [String: DatabaseValue]) throws -> Bool {
        guard let id = row["id"].flatMap({ Int64.fromDatabaseValue($0) }) else { return true }
        if try holds(id) { return false }
        var columns = row.filter { names.contains($0.key) }
        if table == "submission" { Self.complete(&columns) }
        for (name, substitute) in required {
            guard let value = columns[name] else { continue }
            let isFitting =
                substitute == 0.databaseValue
                ? Int64.fromDatabaseValue(value) != nil : Self.text(value) != nil
            if !isFitting { columns[name] = substitute }
        }
        let used = columns.keys.sorted()
        try database.cachedStatement(
            sql: """
                INSERT INTO \(table) (\(used.joined(separator: ", ")))
                VALUES (\(used.map { _ in "?" }.joined(separator: ", ")))
                """
        ).execute(arguments: StatementArguments(used.map { columns[$0] ?? .null }))
        return true
    }

    /// A run of which it can't be read how far it came counts as sent: then the trainer is asked for its job before the
    /// payload is sent again.
    private static func complete(_ columns: inout [String: DatabaseValue]) {
        let phase = columns["phase"].flatMap { String.fromDatabaseValue($0) }.flatMap(Submission.Phase.init)
        // As the migration says that came with this column.
        if phase == nil || (phase == .intended && columns["sent_at"] == nil) {
            columns["phase"] = "sent".databaseValue
            columns["sent_at"] = columns["updated_at"]
        }
        for name in ["job_id", "job", "lock_sha256", "known_jobs", "sent_at", "ended_at", "currency"] {
            if let value = columns[name], text(value) == nil { columns[name] = .null }
        }
        // It travels in a header.
        if let key = columns["key"],
            text(key).map({ $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }) != true
        {
            columns["key"] = "".databaseValue
        }
        if let price = columns["price_per_hour"], Double.fromDatabaseValue(price) == nil {
            columns["price_per_hour"] = .null
        }
    }

    /// A text that can be read; one with zeros in it was not written so.
    private static func text(_ value: DatabaseValue) -> String? {
        String.fromDatabaseValue(value).flatMap { $0.utf8.contains(0) ? nil : $0 }
    }

    /// How many rows there are.
    func count() throws -> Int { try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM \(table)") ?? 0 }
}
