import Dataset
import Foundation
import Postgres

/// The first kind of list: one folder, names relative to it, pages by offset. It asks for no bucket: one that there
/// is not has nothing in it.
struct StorageListing: Sendable {
    let library: StorageLibrary

    private static let columns: Set = ["name", "updated_at", "created_at", "last_accessed_at"]

    func entries(_ bucket: String, _ body: JSONValue, as identity: RolePool.Identity) async throws
        -> JSONValue
    {
        guard let given = body["prefix"]?.string else {
            throw StorageFailure.badBody("body must have required property 'prefix'")
        }
        let prefix = given.isEmpty || given.hasSuffix("/") ? given : given + "/"
        let limit = min(try ListWords.number(body, "limit", default: 100, from: 1), 1500)
        let offset = try ListWords.number(body, "offset", default: 0, from: 0)
        let order = try ListWords.order(body, among: Self.columns)
        let pattern = ListWords.pattern(prefix + (body["search"]?.string ?? ""))
        // Folders have no times: by one they stand before all objects.
        let by =
            order.column == "name"
            ? "lower(name) COLLATE \"C\" \(order.direction)"
            : "id IS NOT NULL, \(order.column) \(order.direction), name COLLATE \"C\""
        let sql = """
            WITH found AS (
                SELECT *, substr(name, length($2::text) + 1) AS rest FROM storage.objects
                WHERE bucket_id = $1 AND lower(name) LIKE lower($3)
            ), entries AS (
                SELECT DISTINCT split_part(rest, '/', 1) AS name, NULL::uuid AS id, NULL::timestamptz AS updated_at,
                    NULL::timestamptz AS created_at, NULL::timestamptz AS last_accessed_at, NULL::jsonb AS metadata
                FROM found WHERE position('/' IN rest) > 0
                UNION ALL
                SELECT rest, id, updated_at, created_at, last_accessed_at, metadata
                FROM found WHERE position('/' IN rest) = 0
            )
            SELECT json_build_object('name', name, 'id', id, 'updated_at', \(StoredObject.time("updated_at")),
                'created_at', \(StoredObject.time("created_at")),
                'last_accessed_at', \(StoredObject.time("last_accessed_at")), 'metadata', metadata)::text
            FROM entries ORDER BY \(by) LIMIT \(limit) OFFSET \(offset)
            """
        return try await library.run(as: identity) { connection in
            .array(
                try await connection.execute(sql, [bucket, prefix, pattern]).compactMap { row in
                    try row.first?.map { try JSONValue(parsing: $0) }
                })
        }
    }
}

/// What both kinds of list read from a body.
enum ListWords {
    static func number(_ body: JSONValue, _ name: String, default value: Int, from least: Int)
        throws(StorageFailure) -> Int
    {
        guard let given = body[name], given != .null else { return value }
        guard let number = (given.int ?? given.string.flatMap { Int64($0) }).flatMap({ Int(exactly: $0) })
        else {
            throw .badBody("body/\(name) must be integer")
        }
        guard number >= least else { throw .badBody("body/\(name) must be >= \(least)") }
        return number
    }

    static func order(_ body: JSONValue, among columns: Set<String>)
        throws(StorageFailure) -> (column: String, direction: String)
    {
        let sort = body["sortBy"]
        let column = sort?["column"]?.string ?? "name"
        let direction = sort?["order"]?.string ?? "asc"
        // Both go into the SQL: nothing but these words may.
        guard columns.contains(column), ["asc", "desc"].contains(direction) else {
            throw .badBody("body/sortBy must be equal to one of the allowed values")
        }
        return (column, direction)
    }

    /// A `LIKE` pattern for all that begins with this very text.
    static func pattern(_ prefix: String) -> String {
        prefix.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
    }
}
