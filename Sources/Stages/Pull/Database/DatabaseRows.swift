import Dataset
import Postgres
import Store

/// Reads datasets and rows by libpq.
struct DatabaseRows: RowSource {
    private let project: SupabaseSource
    private let names: QuotedNames
    private let snapshot: DatabaseSnapshot

    /// The row, which has the columns that were asked for; from anything but PostgreSQL it need not.
    private static func checked(_ row: [String?], _ columns: Int) throws(PullError) -> [String?] {
        if row.count == columns { return row }
        throw PullError(
            .outside, "the database answers with \(row.count) columns where \(columns) were asked for",
            hint: "check pull.database: that is no PostgreSQL")
    }

    init(_ project: SupabaseSource, _ snapshot: DatabaseSnapshot) throws(PullError) {
        self.project = project
        self.snapshot = snapshot
        do {
            names = try QuotedNames(project.tables)
        } catch {
            throw PullError(error, at: "pull.tables")
        }
    }

    func datasets() async throws -> [DatasetInfo] {
        try await snapshot { connection in
            let isHeld = try await connection.execute(names.isHidden, [names.data]).first?[0] == "t"
            let found = try await connection.execute(names.datasetsWithCounts).map { row in
                let row = try Self.checked(row, 4)
                // Where policies are in force, no visible rows are no count.
                let count = row[3].flatMap { Int($0) }.flatMap { $0 == 0 && isHeld ? nil : $0 }
                return DatasetInfo(id: row[0] ?? "", name: row[1] ?? "", trigger: row[2], rows: count)
            }
            if found.isEmpty { try await refuseHidden("no dataset", names.datasets, connection) }
            return found
        }
    }

    /// Rows count only once the database has said that they are complete: a backend that dies has already
    /// delivered some.
    func rows(in table: RunTable) async throws -> Rows {
        try await snapshot { connection in
            let writer = try RowWriter(table)
            let dataset = try await find(connection)
            let count = try await connection.stream(names.rows, [dataset.id], silence: snapshot.silence) {
                row in
                let row = try Self.checked(row, 6)
                try writer.append(
                    DatasetRow(
                        id: row[0] ?? "", name: row[1] ?? "", image: row[2] ?? "", caption: row[3],
                        createdAt: row[4], focus: row[5]))
            }
            if count == 0 {
                let what = "no rows of \"\(dataset.name.printableLine)\""
                try await refuseHidden(what, names.data, connection)
            }
            return try writer.finish(dataset)
        }
    }

    private func find(_ connection: PostgresConnection) async throws -> DatasetInfo {
        let choice = try DatasetChoice(project.dataset)
        let found = try await connection.execute(names.datasetByIDOrName, [choice.wanted])
        let matches = try found.map { try Self.checked($0, 3) }.map {
            DatasetInfo(id: $0[0] ?? "", name: $0[1] ?? "", trigger: $0[2])
        }
        if let one = try choice.one(of: matches) { return one }
        let all = try await connection.execute(names.datasetNames).compactMap { $0.first ?? nil }
        if all.isEmpty { try await refuseHidden("no dataset", names.datasets, connection) }
        throw choice.unknown(all, in: names.datasets)
    }

    private func refuseHidden(_ what: String, _ table: String, _ connection: PostgresConnection) async throws
    {
        guard try await connection.execute(names.isHidden, [table]).first?[0] == "t" else { return }
        throw DatasetChoice.hidden(
            what, from: "the connected role", because: "row level security is in force on \(table)",
            hint: "connect as postgres or another role with BYPASSRLS, or add a SELECT policy for this role")
    }
}
