import Postgres

/// The statements, with the mapped names as quoted identifiers; values travel as parameters.
struct QuotedNames {
    let datasets: String
    let data: String
    private let id, name, trigger: String
    private let rowID, rowDataset, url, imageName, caption, createdAt: String
    private let focus: String?

    init(_ map: TableMap) throws(PostgresError) {
        func quote(_ name: String) throws(PostgresError) -> String {
            try PostgresConnection.quoteIdentifier(name)
        }
        datasets = try quote(map.schema) + "." + quote(map.datasets)
        data = try quote(map.schema) + "." + quote(map.data)
        id = try quote(map.datasetsID)
        name = try quote(map.datasetsName)
        trigger = try quote(map.datasetsTrigger)
        rowID = try quote(map.dataID)
        rowDataset = try quote(map.dataDatasetID)
        url = try quote(map.dataImageURL)
        imageName = try quote(map.dataImageName)
        caption = try quote(map.dataCaption)
        createdAt = try quote(map.dataCreatedAt)
        focus = try map.dataFocus.map { name throws(PostgresError) in try quote(name) }
    }

    // Columns are named with their table in ORDER BY: a bare name there means the column of the result, which
    // is text, and 10 would stand before 9.

    var datasetByIDOrName: String {
        "SELECT d.\(id)::text, d.\(name)::text, d.\(trigger)::text FROM \(datasets) d "
            + "WHERE d.\(id)::text = lower($1::text) OR d.\(id)::text = $1::text "
            + "OR d.\(name)::text = $1::text "
            + "ORDER BY d.\(id)"
    }

    var datasetNames: String { "SELECT d.\(name)::text FROM \(datasets) d ORDER BY d.\(name), d.\(id)" }

    var datasetsWithCounts: String {
        "SELECT d.\(id)::text, d.\(name)::text, d.\(trigger)::text, "
            + "(SELECT count(*) FROM \(data) r WHERE r.\(rowDataset) = d.\(id))::text FROM \(datasets) d "
            + "ORDER BY d.\(name), d.\(id)"
    }

    /// Ties in `created_at` are common, since a dataset's rows are inserted by one statement: the id decides.
    /// The dataset's id is compared in its own type, which lets the database use its index.
    var rows: String {
        "SELECT r.\(rowID)::text, r.\(imageName)::text, r.\(url)::text, r.\(caption)::text, "
            + "r.\(createdAt)::text, \(focus.map { "r.\($0)::text" } ?? "NULL") "
            + "FROM \(data) r "
            + "WHERE r.\(rowDataset) = (SELECT d.\(id) FROM \(datasets) d WHERE d.\(id)::text = $1::text) "
            + "ORDER BY r.\(createdAt) ASC NULLS LAST, r.\(rowID)"
    }

    /// Whether policies are applied to the connected role on the table that is named, quoted, by the parameter.
    let isHidden = "SELECT row_security_active($1::text)"
}
