/// What a request asks of a table: a tree, the embedded tables below the one that the path names.
struct RestNode: Sendable, Equatable {
    /// The table's name as the request gives it; for an embedded one also a constraint's or a column's.
    var name: String
    /// The key it is answered under.
    var alias: String?
    /// Which of several relationships.
    var hint: String?
    /// Whether rows without a match are left out.
    var isInner = false
    var items: [RestItem] = []
    var filters: [RestCondition] = []
    var order: [RestOrder] = []
    var limit: Int?
    var offset: Int?

    init(name: String) { self.name = name }
}

/// One thing to select.
enum RestItem: Sendable, Equatable {
    case everything
    case column(String, alias: String?, type: String?)
    case embedded(RestNode)
}

/// A condition on a row.
indirect enum RestCondition: Sendable, Equatable {
    case all([RestCondition])
    case any([RestCondition])
    case not(RestCondition)
    /// A column, an SQL operator and one value.
    case compare(String, sql: String, value: String)
    case isOneOf(String, [String])
    /// A column and one of the words that `IS` takes, as SQL.
    case `is`(String, sql: String)
}

/// A column to order by.
struct RestOrder: Sendable, Equatable {
    var column: String
    var isDescending = false
    /// Nil for the server's own: last, or first when descending.
    var nullsFirst: Bool?
}
