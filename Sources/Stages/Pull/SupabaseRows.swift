import Dataset
import Postgres
import Store

/// Reads datasets and rows by libpq: one transaction, one snapshot, no named statements and no session state,
/// so that it works through a transaction-mode pooler too.
struct SupabaseRows {
    private let project: SupabaseSource
    private let names: QuotedNames

    init(_ project: SupabaseSource) throws(PullError) {
        self.project = project
        do {
            names = try QuotedNames(project.tables)
        } catch {
            throw PullError(error, at: "pull.tables")
        }
    }

    /// How long the database may take for one statement.
    private static let patience = "10min"

    func datasets() async throws -> [DatasetInfo] {
        try await inSnapshot { connection in
            try await connection.execute(names.datasetsWithCounts).map { row in
                DatasetInfo(
                    id: row[0] ?? "", name: row[1] ?? "", trigger: row[2], rows: row[3].flatMap { Int($0) })
            }
        }
    }

    /// Rows count only once the database has said that they are complete: a backend that dies has already
    /// delivered some.
    func rows(into spool: RowSpool) async throws -> Rows {
        let writer = SpoolWriter(spool)
        let dataset = try await inSnapshot { connection in
            let dataset = try await find(connection)
            let count = try await connection.stream(names.rows, [dataset.id]) { row in try writer.append(row)
            }
            if count == 0 { try await refuseHiddenRows(connection, dataset) }
            return dataset
        }
        return try writer.close(of: dataset)
    }

    private func inSnapshot<Value: Sendable>(_ body: (PostgresConnection) async throws -> Value) async throws
        -> Value
    {
        do {
            let connection = try await PostgresConnection.connect(project.connection)
            do {
                _ = try await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                _ = try await connection.execute("SET LOCAL statement_timeout = '\(Self.patience)'")
                let value = try await body(connection)
                _ = try await connection.execute("COMMIT")
                await connection.close()
                return value
            } catch {
                await connection.close()
                throw error
            }
        } catch let error as PostgresError {
            if error.kind == .cancelled { throw CancellationError() }
            throw PullError(error, at: "the database \(project.connection)")
        }
    }

    /// The dataset by its id, or by a name that only one has.
    private func find(_ connection: PostgresConnection) async throws -> DatasetInfo {
        guard let wanted = project.dataset else {
            throw PullError(
                .settings, "pull.dataset is missing",
                hint: "name a dataset; lorapipe datasets list shows them")
        }
        let found = try await connection.execute(names.datasetByIDOrName, [wanted])
        let matches = found.map { DatasetInfo(id: $0[0] ?? "", name: $0[1] ?? "", trigger: $0[2]) }
        if let exact = matches.first(where: { $0.id == wanted.lowercased() }) { return exact }
        if let only = matches.first, matches.count == 1 { return only }
        if matches.isEmpty { throw try await unknown(wanted, connection) }
        let ids = matches.map(\.id).joined(separator: ", ")
        throw PullError(
            .settings, "\(matches.count) datasets are named \"\(wanted.printableLine)\"",
            hint: "name one of them by its id in pull.dataset: \(ids)")
    }

    private func unknown(_ wanted: String, _ connection: PostgresConnection) async throws -> PullError {
        let all = try await connection.execute(names.datasetNames).compactMap { $0[0] }
        if all.isEmpty, try await connection.execute(names.isHidden(names.datasets)).first?[0] == "t" {
            return PullError(
                .outside,
                "the role sees no dataset: row level security is in force on \(names.datasets)"
                    + " and no policy lets it see any",
                hint:
                    "connect as postgres or another role with BYPASSRLS, or add a SELECT policy for this role"
            )
        }
        let known = all.prefix(12).map { "\"\($0.printableLine)\"" }.joined(separator: ", ")
        return PullError(
            .settings, "there is no dataset \"\(wanted.printableLine)\"",
            hint: all.isEmpty
                ? "the table \(names.datasets) is empty"
                : "the database has \(known)\(all.count > 12 ? ", …" : "")")
    }

    /// Row level security gives no rows and no error: that must never read as an empty dataset.
    private func refuseHiddenRows(_ connection: PostgresConnection, _ dataset: DatasetInfo) async throws {
        guard try await connection.execute(names.isHidden(names.data)).first?[0] == "t" else { return }
        throw PullError(
            .outside,
            "no rows of \"\(dataset.name.printableLine)\" are to be seen, and row level security is"
                + " in force on \(names.data): policies may hide them",
            hint: "connect as postgres or another role with BYPASSRLS, or add a SELECT policy for this role")
    }
}

/// Lets a row callback, which may run on another thread, fill a spool. The connection calls it for one row
/// after another, and the spool is touched nowhere else meanwhile.
private final class SpoolWriter: @unchecked Sendable {
    private let spool: RowSpool

    init(_ spool: RowSpool) { self.spool = spool }

    func append(_ row: [String?]) throws {
        try spool.append(
            DatasetRow(
                id: row[0] ?? "", name: row[1] ?? "", image: row[2] ?? "", caption: row[3], createdAt: row[4])
        )
    }

    func close(of dataset: DatasetInfo) throws -> Rows { try spool.close(of: dataset) }
}
