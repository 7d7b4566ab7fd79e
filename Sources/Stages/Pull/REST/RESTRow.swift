import Dataset
import Store

/// A row as PostgREST sends it, with what it is ordered by. The server pages by id, so rows of one time are in the
/// order of the ids already, by the server's own rules.
struct RESTRow {
    let row: DatasetRow
    let key: RowWriter.Key

    static func columns(_ tables: TableMap) -> [String] {
        [tables.dataID, tables.dataImageName, tables.dataImageURL, tables.dataCaption, tables.dataCreatedAt]
            + (tables.dataFocus.map { [$0] } ?? [])
    }

    init(_ json: JSONValue, _ tables: TableMap) throws(PullError) {
        guard let id = try Self.id(json[tables.dataID], of: tables.data),
            Self.columns(tables).allSatisfy({ json[$0] != nil })
        else { throw Self.unexpected(tables.data) }
        let time = json[tables.dataCreatedAt]
        row = DatasetRow(
            id: id, name: json[tables.dataImageName]?.plainText ?? "",
            image: json[tables.dataImageURL]?.plainText ?? "",
            caption: json[tables.dataCaption]?.plainText, createdAt: time?.plainText,
            focus: tables.dataFocus.flatMap { json[$0]?.plainText })
        key = Self.key(time)
    }

    private static func key(_ value: JSONValue?) -> RowWriter.Key {
        switch value {
        case nil, .null?: .null
        case .int(let number)?: .integer(number)
        case .double(let number)?: .real(number)
        case let value?:
            value.string.flatMap(Timestamp.init).map { .integer($0.microseconds) }
                ?? .text(value.plainText ?? "")
        }
    }

    /// An id as text; nil for none.
    ///
    /// - Throws: `PullError` for a number that JSON's readers can't hold to its last digit.
    static func id(_ value: JSONValue?, of table: String) throws(PullError) -> String? {
        if case .double? = value {
            throw PullError(
                .outside,
                "the ids of \(table) are numbers too large for the REST API to carry to their last digit",
                hint: "read the rows by source: supabase")
        }
        return value?.plainText
    }

    static func unexpected(_ table: String) -> PullError {
        PullError(
            .outside, "the server's rows of \(table) lack the columns that were asked for",
            hint:
                "check the column names under pull.tables, and that pull.storage.url is a Supabase project's")
    }
}

extension JSONValue {
    /// A column's value as the database prints it; nil for null.
    var plainText: String? {
        switch self {
        case .null: nil
        case .string(let text): text
        default: text()
        }
    }
}
