import Dataset

/// A request's path and query in PostgREST's grammar.
struct RESTQuery: Sendable {
    let table: String
    private var parts: [(name: String, value: String)] = []

    init(_ table: String) { self.table = table }

    /// Which columns come back.
    mutating func select(_ columns: [String]) {
        parts.append(("select", columns.map(Self.column).joined(separator: ",")))
    }

    /// Columns and the number of rows of `table` that point at each row.
    mutating func select(_ columns: [String], countingRowsOf table: String) {
        let names = columns.map(Self.column) + ["\(Self.column(table))(count)"]
        parts.append(("select", names.joined(separator: ",")))
    }

    /// Only rows where an operator (`eq`, `gt` …) holds between a column and a value.
    mutating func filter(_ column: String, _ operation: String, _ value: String) {
        parts.append((Self.column(column), "\(operation).\(value)"))
    }

    /// The order, ascending by one column.
    mutating func order(by column: String) { parts.append(("order", "\(Self.column(column)).asc")) }

    /// How many rows at the most.
    mutating func limit(_ count: Int) { parts.append(("limit", "\(count)")) }

    /// Path and query behind `/rest/v1/`.
    var text: String {
        let query = parts.map { "\(PercentCoding.encoded($0.name))=\(PercentCoding.encoded($0.value))" }
        return PercentCoding.encoded(table) + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    /// Names of anything but letters, digits and underscores stand in quotes.
    private static func column(_ name: String) -> String {
        if name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil { return name }
        return "\"\(name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
}
