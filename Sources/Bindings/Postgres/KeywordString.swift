/// Reads libpq's other form, `host=db user='some one'`: pairs with spaces between them, values in
/// single quotes where they hold spaces, a backslash before a quote or a backslash.
enum KeywordString {
    static func parse(_ text: String) throws(PostgresError) -> [(key: String, value: String)] {
        var pairs: [(key: String, value: String)] = []
        var rest = text.trimmedOfSpace[...]
        while !rest.isEmpty {
            let key = rest.prefix { $0 != "=" }
            guard key.endIndex < rest.endIndex else {
                throw ConnectionSettings.invalid(
                    "the connection string is neither a postgres:// URL nor pairs of keyword=value")
            }
            rest = rest[rest.index(after: key.endIndex)...].drop(while: \.isWhitespace)
            pairs.append((String(key.trimmedOfSpace), try value(&rest)))
            rest = rest.drop(while: \.isWhitespace)
        }
        return pairs
    }

    private static func value(_ rest: inout Substring) throws(PostgresError) -> String {
        let isQuoted = rest.first == "'"
        if isQuoted { rest.removeFirst() }
        var value = ""
        while let character = rest.popFirst() {
            if character == "'" && isQuoted { return value }
            if character.isWhitespace && !isQuoted { return value }
            if character == "\\", let escaped = rest.popFirst() {
                value.append(escaped)
            } else {
                value.append(character)
            }
        }
        if isQuoted { throw ConnectionSettings.invalid("a quoted value in the connection string has no end") }
        return value
    }
}
