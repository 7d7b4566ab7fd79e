import Postgres

/// Turns a request into SQL. Names are quoted and looked up, every value is a bound parameter; the types of values
/// are the server's to infer from the columns they are held against.
struct RestStatement {
    let catalogue: RestCatalogue
    let schema: String
    /// The most rows that any array of an answer holds.
    let maxRows: Int
    private(set) var parameters: [String?] = []
    private var aliases = 0

    /// A table in the SQL, and the quoted name that stands for its row.
    private struct Scope {
        let relation: RestCatalogue.Relation
        let alias: String
    }

    /// A statement with its parameters.
    struct Rendered: Sendable {
        let sql: String
        let parameters: [String?]
    }

    init(catalogue: RestCatalogue, schema: String, maxRows: Int) {
        self.catalogue = catalogue
        self.schema = schema
        self.maxRows = maxRows
    }

    /// The statement that answers a request's rows as one JSON text and their number, and the one of all rows that
    /// the request means, whatever its page.
    mutating func render(_ root: RestNode) async throws -> (page: Rendered, all: Rendered) {
        guard let relation = try await catalogue.relation(schema, root.name) else {
            throw RestFailure.noTable(schema, root.name)
        }
        let scope = try scope(of: relation)
        // The conditions come first: both statements then share the first parameters, and neither has one to spare.
        let rows = try await rows(of: root, scope)
        let all = Rendered(sql: "SELECT 1 FROM \(rows)", parameters: parameters)
        let items = try await items(root.items, scope)
        let page = "SELECT \(items) FROM \(rows)\(try order(root.order, scope))\(limit(root))"
        return (
            Rendered(
                sql: "SELECT coalesce(json_agg(s), '[]')::text, count(*) FROM (\(page)) s",
                parameters: parameters), all
        )
    }

    private mutating func scope(of relation: RestCatalogue.Relation) throws -> Scope {
        aliases += 1
        // PostgREST's aliases too: they show in the server's messages.
        let name = aliases == 1 ? relation.name : "\(relation.name)_\(aliases - 1)"
        return Scope(relation: relation, alias: try quote(name.utf8.count > 63 ? "t_\(aliases)" : name))
    }

    private func quote(_ name: String) throws -> String { try PostgresConnection.quoteIdentifier(name) }

    private mutating func bind(_ value: String) -> String {
        parameters.append(value)
        return "$\(parameters.count)"
    }

    /// `table AS alias WHERE …`.
    private mutating func rows(of node: RestNode, _ scope: Scope, joinedBy join: [String] = []) async throws
        -> String
    {
        var conditions = join
        for filter in node.filters { conditions.append(try condition(filter, scope)) }
        for case .embedded(let child) in node.items where child.isInner {
            let relationship = try await relationship(from: scope.relation, to: child)
            let inner = try self.scope(of: relationship.other)
            let rows = try await rows(of: child, inner, joinedBy: try pairs(relationship, scope, inner))
            conditions.append("EXISTS (SELECT 1 FROM \(rows))")
        }
        let table = "\(try quote(scope.relation.schema)).\(try quote(scope.relation.name)) AS \(scope.alias)"
        return conditions.isEmpty ? table : "\(table) WHERE \(conditions.joined(separator: " AND "))"
    }

    private mutating func items(_ items: [RestItem], _ scope: Scope) async throws -> String {
        var parts: [String] = []
        for item in items {
            switch item {
            case .everything: parts.append("\(scope.alias).*")
            case .column(let name, let alias, nil):
                parts.append("\(scope.alias).\(try quote(name)) AS \(try quote(alias ?? name))")
            case .column(let name, let alias, let type?):
                guard let type = try await catalogue.type(type) else {
                    throw RestFailure(status: 400, code: "42704", message: "type \"\(type)\" does not exist")
                }
                parts.append(
                    "CAST(\(scope.alias).\(try quote(name)) AS \(type)) AS \(try quote(alias ?? name))")
            // Without anything of its own it is only there to be filtered by.
            case .embedded(let node) where node.items.isEmpty: continue
            case .embedded(let node): parts.append(try await embedded(node, scope))
            }
        }
        return parts.joined(separator: ", ")
    }

    private mutating func embedded(_ node: RestNode, _ parent: Scope) async throws -> String {
        let relationship = try await relationship(from: parent.relation, to: node)
        let scope = try scope(of: relationship.other)
        let rows = try await rows(of: node, scope, joinedBy: try pairs(relationship, parent, scope))
        let page =
            "SELECT \(try await items(node.items, scope)) FROM \(rows)\(try order(node.order, scope))\(limit(node))"
        let value = relationship.isToOne ? "row_to_json(e)" : "coalesce(json_agg(row_to_json(e)), '[]')"
        return "(SELECT \(value) FROM (\(page)) e) AS \(try quote(node.alias ?? node.name))"
    }

    private func pairs(_ relationship: RestCatalogue.Relationship, _ own: Scope, _ other: Scope) throws
        -> [String]
    {
        try relationship.columns.map {
            "\(other.alias).\(try quote($0.other)) = \(own.alias).\(try quote($0.own))"
        }
    }

    /// By the other table's name, the constraint's, or that of the key's one column, as PostgREST finds it.
    private func relationship(
        from relation: RestCatalogue.Relation, to node: RestNode
    ) async throws -> RestCatalogue.Relationship {
        let found = try await catalogue.relationships(of: relation).filter { key in
            let isMeant =
                key.other.name == node.name || key.constraint == node.name
                || (key.isOwn && key.columns.map(\.own) == [node.name])
            guard isMeant, let hint = node.hint else { return isMeant }
            return key.constraint == hint || key.columns.map(\.own) == [hint]
                || key.columns.map(\.other) == [hint]
        }
        guard let first = found.first else {
            throw RestFailure.noRelationship(schema, relation.name, node.name, hint: node.hint)
        }
        guard found.count == 1 else {
            throw RestFailure.ambiguous(relation.name, node.name, found.map(\.constraint))
        }
        return first
    }

    private mutating func condition(_ condition: RestCondition, _ scope: Scope) throws -> String {
        switch condition {
        case .all(let parts):
            return "(\(try parts.map { try self.condition($0, scope) }.joined(separator: " AND ")))"
        case .any(let parts):
            return "(\(try parts.map { try self.condition($0, scope) }.joined(separator: " OR ")))"
        case .not(let part): return "NOT (\(try self.condition(part, scope)))"
        case .compare(let column, let sql, let value):
            return "\(scope.alias).\(try quote(column)) \(sql) \(bind(value))"
        case .isOneOf(let column, let values):
            return "\(scope.alias).\(try quote(column)) = ANY (\(bind(Self.arrayLiteral(values))))"
        case .is(let column, let sql): return "\(scope.alias).\(try quote(column)) IS \(sql)"
        }
    }

    private static func arrayLiteral(_ values: [String]) -> String {
        let elements = values.map {
            "\"\($0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
        }
        return "{\(elements.joined(separator: ","))}"
    }

    private func order(_ orders: [RestOrder], _ scope: Scope) throws -> String {
        guard !orders.isEmpty else { return "" }
        let parts = try orders.map { order in
            let nulls = order.nullsFirst.map { $0 ? " NULLS FIRST" : " NULLS LAST" } ?? ""
            return "\(scope.alias).\(try quote(order.column))\(order.isDescending ? " DESC" : " ASC")\(nulls)"
        }
        return " ORDER BY \(parts.joined(separator: ", "))"
    }

    private func limit(_ node: RestNode) -> String {
        " LIMIT \(min(node.limit ?? maxRows, maxRows)) OFFSET \(node.offset ?? 0)"
    }
}
