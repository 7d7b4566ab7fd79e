import Dataset
import Foundation
import Postgres

/// The second kind of list: whole keys, pages by a cursor, folders only on demand.
struct StoragePages: Sendable {
    let library: StorageLibrary

    func page(_ bucket: String, _ body: JSONValue, as identity: RolePool.Identity) async throws -> JSONValue {
        let limit = min(try ListWords.number(body, "limit", default: 1000, from: 1), 1000)
        let order = try ListWords.order(body, among: ["name", "created_at", "updated_at"])
        let prefix = body["prefix"]?.string ?? ""
        let cursor = try Cursor(body["cursor"]?.string)
        let isByName = order.column == "name"
        let beyond = order.direction == "asc" ? ">" : "<"
        let by =
            isByName
            ? "name COLLATE \"C\" \(order.direction)"
            : "id IS NOT NULL, \(order.column) \(order.direction), name COLLATE \"C\" \(order.direction)"
        let sql = """
            WITH found AS (
                SELECT *, CASE WHEN $3::boolean AND position('/' IN substr(name, length($2::text) + 1)) > 0
                    THEN $2::text || split_part(substr(name, length($2::text) + 1), '/', 1) || '/' END AS folder
                FROM storage.objects WHERE bucket_id = $1 AND name LIKE $4
            ), entries AS (
                SELECT DISTINCT folder AS name, NULL::uuid AS id, NULL::timestamptz AS updated_at,
                    NULL::timestamptz AS created_at, NULL::timestamptz AS last_accessed_at, NULL::jsonb AS metadata
                FROM found WHERE folder IS NOT NULL
                UNION ALL
                SELECT name, id, updated_at, created_at, last_accessed_at, metadata FROM found WHERE folder IS NULL
            )
            SELECT name, id::text, \(StoredObject.time("updated_at")), \(StoredObject.time("created_at")),
                \(StoredObject.time("last_accessed_at")), metadata::text
            FROM entries WHERE $5::text IS NULL OR name COLLATE "C" \(beyond) $5
            ORDER BY \(by) LIMIT \(limit + 1) OFFSET \(cursor.offset)
            """
        let hasDelimiter = body["with_delimiter"] == .bool(true)
        return try await library.run(as: identity) { connection in
            let rows = try await connection.execute(
                sql,
                [
                    bucket, prefix, hasDelimiter ? "t" : "f", ListWords.pattern(prefix),
                    isByName ? cursor.name : nil,
                ])
            let shown = rows.prefix(limit)
            let hasNext = rows.count > limit
            let last = shown.last?.first ?? nil
            let next = Cursor(name: isByName ? last : nil, offset: isByName ? 0 : cursor.offset + limit)
            return .record([
                "hasNext": .bool(hasNext), "nextCursor": hasNext ? .string(next.text) : nil,
                "nextCursorKey": hasNext ? last.map { .string($0) } : nil,
                "folders": .array(shown.filter { $0[1] == nil }.map(Self.folder)),
                "objects": .array(try shown.filter { $0[1] != nil }.map(Self.object)),
            ])
        }
    }

    private static func folder(_ row: [String?]) -> JSONValue {
        let name = row[0] ?? ""
        return .record(["key": .string(String(name.dropLast())), "name": .string(name)])
    }

    private static func object(_ row: [String?]) throws -> JSONValue {
        let text: (Int) -> JSONValue = { row[$0].map { .string($0) } ?? .null }
        return .record([
            "key": text(0), "name": text(0), "id": text(1), "updated_at": text(2), "created_at": text(3),
            "last_accessed_at": text(4), "metadata": try row[5].map { try JSONValue(parsing: $0) } ?? .null,
        ])
    }

    /// Where a page begins, opaque to clients: behind a name, or, ordered by a time, after so many entries.
    private struct Cursor {
        var name: String?
        var offset = 0

        init(name: String?, offset: Int) {
            self.name = name
            self.offset = offset
        }

        init(_ text: String?) throws(StorageFailure) {
            guard let text, !text.isEmpty else { return }
            guard let data = Data(base64Encoded: text), let words = String(data: data, encoding: .utf8) else {
                throw .badParameter("cursor")
            }
            if words.hasPrefix("l:") {
                name = String(words.dropFirst(2))
            } else if words.hasPrefix("o:"), let number = Int32(words.dropFirst(2)), number >= 0 {
                offset = Int(number)
            } else {
                throw .badParameter("cursor")
            }
        }

        var text: String { Data((name.map { "l:\($0)" } ?? "o:\(offset)").utf8).base64EncodedString() }
    }
}
