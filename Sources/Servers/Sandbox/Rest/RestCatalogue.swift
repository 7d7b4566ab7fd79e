import Dataset
import Postgres

/// What the database says of its own tables, asked anew for each request: PostgREST caches it until it is notified to
/// reload, the sandbox sees a new table at once.
struct RestCatalogue {
    let connection: PostgresConnection

    /// A table or view.
    struct Relation: Sendable {
        let oid: String
        let schema: String
        let name: String
    }

    /// A foreign key, seen from one of its ends.
    struct Relationship: Sendable {
        let constraint: String
        let other: Relation
        /// The columns on this end, each with its fellow on the other.
        let columns: [(own: String, other: String)]
        /// Whether there is at most one row on the other end.
        let isToOne: Bool
        /// Whether the key's columns are on this end.
        let isOwn: Bool
    }

    func relation(_ schema: String, _ name: String) async throws -> Relation? {
        let rows = try await connection.execute(
            """
            SELECT c.oid::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'v', 'm', 'f', 'p')
            """, [schema, name])
        return rows.first?.first?.map { Relation(oid: $0, schema: schema, name: name) }
    }

    /// Every foreign key at either end of which the relation stands, with the other end in the same schema.
    func relationships(of relation: Relation) async throws -> [Relationship] {
        let rows = try await connection.execute(Self.keys, [relation.oid, relation.schema])
        return try rows.compactMap { row in
            let values = row.compactMap(\.self)
            guard values.count == 7 else { return nil }
            let names: (String) throws -> [String] = {
                try JSONValue(parsing: $0).array?.compactMap(\.string) ?? []
            }
            return Relationship(
                constraint: values[0],
                other: Relation(oid: values[1], schema: relation.schema, name: values[2]),
                columns: zip(try names(values[3]), try names(values[4])).map { ($0, $1) },
                isToOne: values[5] == "t", isOwn: values[6] == "t")
        }
    }

    /// A type's name as it may stand in SQL; nil for one that there is not.
    func type(_ name: String) async throws -> String? {
        try await connection.execute("SELECT to_regtype($1)::text", [name]).first?.first ?? nil
    }

    private static let keys = """
        WITH fk AS (
            SELECT conname, conrelid, confrelid, conkey, confkey, TRUE AS own FROM pg_constraint
            WHERE contype = 'f' AND conrelid = $1::oid
            UNION ALL
            SELECT conname, confrelid, conrelid, confkey, conkey, FALSE FROM pg_constraint
            WHERE contype = 'f' AND confrelid = $1::oid
        )
        SELECT conname, confrelid::text, c.relname,
            (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(conkey) WITH ORDINALITY AS k(num, n)
             JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.num)::text,
            (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(confkey) WITH ORDINALITY AS k(num, n)
             JOIN pg_attribute a ON a.attrelid = confrelid AND a.attnum = k.num)::text,
            own OR EXISTS (
                SELECT 1 FROM pg_index i WHERE i.indrelid = confrelid AND i.indisunique AND i.indpred IS NULL
                AND i.indkey::int2[] <@ confkey),
            own
        FROM fk JOIN pg_class c ON c.oid = confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $2
        ORDER BY conname
        """
}
