import Dataset
import Foundation
import GRDB

/// The columns of a record in a run's table. Each is named once, with the member that it holds.
struct RecordColumns<Record: Sendable>: Sendable {
    /// What is read into.
    private let empty: Record
    private let columns: [RecordColumn<Record>]
    /// The names as SQL, `row` and `key` being words of it.
    let quoted: [String]

    init(_ empty: Record, _ columns: [RecordColumn<Record>]) {
        self.empty = empty
        self.columns = columns
        quoted = columns.map { "\"\($0.name)\"" }
    }

    /// The same columns of a record that is a member of another.
    func at<Outer>(_ path: any WritableKeyPath<Outer, Record> & Sendable) -> [RecordColumn<Outer>] {
        columns.map { $0.at(path) }
    }

    /// The names as SQL, with their table.
    func quoted(in table: String) -> [String] { quoted.map { "\(table).\($0)" } }

    /// What each column holds of a record.
    func values(of record: Record) -> [DatabaseValue] { columns.map { $0.write(record) } }

    /// Adds a record under a number.
    func insert(_ record: Record, under number: Int64, into table: String, _ database: Database) throws {
        let marks = repeatElement("?", count: columns.count + 1).joined(separator: ", ")
        let statement = try database.cachedStatement(sql: "INSERT INTO \(table) VALUES (\(marks))")
        try statement.execute(
            arguments: StatementArguments([number.databaseValue] + values(of: record)))
    }

    /// The record that stands in a row of a result, behind some other columns.
    func record(in row: Row, behind count: Int) throws -> Record {
        var record = empty
        for (place, column) in columns.enumerated() where !column.read(&record, row[count + place]) {
            // The table is its process's own: another value is damage.
            throw StoreError(
                "a row's \(column.name) can't be read back", hint: "run the command again")
        }
        return record
    }
}

/// One column of a record.
struct RecordColumn<Record>: Sendable {
    let name: String
    let write: @Sendable (Record) -> DatabaseValue
    /// False when the value is none of the member's type.
    let read: @Sendable (inout Record, DatabaseValue) -> Bool

    private init(
        name: String, write: @escaping @Sendable (Record) -> DatabaseValue,
        read: @escaping @Sendable (inout Record, DatabaseValue) -> Bool
    ) {
        self.name = name
        self.write = write
        self.read = read
    }

    init<Value: ColumnValue>(_ name: String, _ path: any WritableKeyPath<Record, Value> & Sendable) {
        self.init(name: name) {
            $0[keyPath: path].column
        } read: { record, column in
            guard let value = Value(column: column) else { return false }
            record[keyPath: path] = value
            return true
        }
    }

    func at<Outer>(_ path: any WritableKeyPath<Outer, Record> & Sendable) -> RecordColumn<Outer> {
        RecordColumn<Outer>(name: name) {
            write($0[keyPath: path])
        } read: {
            read(&$0[keyPath: path], $1)
        }
    }
}

/// A value that a column can hold.
protocol ColumnValue: SendableMetatype {
    /// As SQLite stores it.
    var column: DatabaseValue { get }
    /// Reads it back; nil for another kind of value.
    init?(column: DatabaseValue)
}

extension String: ColumnValue {
    /// A text that holds NUL is stored as bytes: SQLite's texts end there.
    var column: DatabaseValue { utf8.contains(0) ? Data(utf8).databaseValue : databaseValue }

    init?(column: DatabaseValue) {
        switch column.storage {
        case .string(let text): self = text
        case .blob(let bytes): self.init(decoding: bytes, as: UTF8.self)
        case .null, .int64, .double: return nil
        }
    }
}

extension Int64: ColumnValue {
    var column: DatabaseValue { databaseValue }

    init?(column: DatabaseValue) {
        guard case .int64(let number) = column.storage else { return nil }
        self = number
    }
}

extension Int: ColumnValue {
    var column: DatabaseValue { databaseValue }
    init?(column: DatabaseValue) {
        guard let number = Int64(column: column) else { return nil }
        self.init(exactly: number)
    }
}

extension Bool: ColumnValue {
    var column: DatabaseValue { databaseValue }
    init?(column: DatabaseValue) {
        guard let number = Int64(column: column) else { return nil }
        self = number != 0
    }
}

extension Digest: ColumnValue {
    var column: DatabaseValue { Data(raw).databaseValue }

    init?(column: DatabaseValue) {
        guard case .blob(let bytes) = column.storage else { return nil }
        self.init(raw: bytes)
    }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    var column: DatabaseValue { self?.column ?? .null }

    init?(column: DatabaseValue) {
        if column.isNull {
            self = .none
        } else {
            guard let value = Wrapped(column: column) else { return nil }
            self = .some(value)
        }
    }
}

extension ColumnValue where Self: RawRepresentable, RawValue == String {
    var column: DatabaseValue { rawValue.databaseValue }

    init?(column: DatabaseValue) {
        guard let text = String(column: column) else { return nil }
        self.init(rawValue: text)
    }
}

extension ImageFormat: ColumnValue {}
extension Severity: ColumnValue {}
