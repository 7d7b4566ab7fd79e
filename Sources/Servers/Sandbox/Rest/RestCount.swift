import Dataset
import Postgres

/// Whether and how all rows are counted; the raw value is the preference's text.
enum RestCount: String, Sendable {
    case none = ""
    case exact = "count=exact"
    case planned = "count=planned"
    /// Exact up to the most rows of an answer, planned above.
    case estimated = "count=estimated"

    func number(
        of all: RestStatement.Rendered, maxRows: Int, _ connection: PostgresConnection
    ) async throws -> Int? {
        switch self {
        case .none: return nil
        case .exact: return try await counted(all.sql, all.parameters, connection)
        case .planned: return try await planned(all, connection)
        case .estimated:
            let some = try await counted("\(all.sql) LIMIT \(maxRows + 1)", all.parameters, connection)
            return some <= maxRows ? some : max(some, try await planned(all, connection))
        }
    }

    private func counted(_ sql: String, _ parameters: [String?], _ connection: PostgresConnection)
        async throws -> Int
    {
        let rows = try await connection.execute("SELECT count(*) FROM (\(sql)) s", parameters)
        return rows.first?.first?.flatMap { Int($0) } ?? 0
    }

    private func planned(_ all: RestStatement.Rendered, _ connection: PostgresConnection) async throws -> Int
    {
        let rows = try await connection.execute("EXPLAIN (FORMAT JSON) \(all.sql)", all.parameters)
        let plan = try JSONValue(parsing: rows.compactMap { $0.first ?? nil }.joined(separator: "\n"))
        return plan.array?.first?["Plan"]?["Plan Rows"]?.int.map(Int.init) ?? 0
    }
}
