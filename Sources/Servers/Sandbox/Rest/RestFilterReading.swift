extension RestReader {
    private static let comparisons = [
        ("eq", "="), ("neq", "<>"), ("gte", ">="), ("gt", ">"), ("lte", "<="), ("lt", "<"), ("like", "LIKE"),
        ("ilike", "ILIKE"),
    ]
    private static let words = [
        "null": "NULL", "not_null": "NOT NULL", "true": "TRUE", "false": "FALSE", "unknown": "UNKNOWN",
    ]

    /// The value of a parameter that names a column: an operator and all that follows.
    mutating func filter(on column: String) throws(RestFailure) -> RestCondition {
        let condition = try operation(on: column, isListed: false)
        guard isAtEnd else { throw failure(expecting: "end of input") }
        return condition
    }

    /// The value of an `and` or `or` parameter: conditions in brackets.
    mutating func conditions() throws(RestFailure) -> [RestCondition] {
        try expect("(")
        let conditions = try conditionsInside()
        guard isAtEnd else { throw failure(expecting: "end of input") }
        return conditions
    }

    private mutating func condition() throws(RestFailure) -> RestCondition {
        try deepen()
        defer { depth -= 1 }
        if take("not.and(") { return .not(.all(try conditionsInside())) }
        if take("not.or(") { return .not(.any(try conditionsInside())) }
        if take("and(") { return .all(try conditionsInside()) }
        if take("or(") { return .any(try conditionsInside()) }
        let column = try name()
        try expect(".")
        return try operation(on: column, isListed: true)
    }

    private mutating func deepen() throws(RestFailure) {
        depth += 1
        guard depth <= 32 else { throw failure(expecting: "no more than 32 conditions inside one another") }
    }

    /// Conditions whose opening bracket was read.
    private mutating func conditionsInside() throws(RestFailure) -> [RestCondition] {
        var conditions: [RestCondition] = []
        repeat { conditions.append(try condition()) } while take(",")
        try expect(")")
        return conditions
    }

    private mutating func operation(on column: String, isListed: Bool) throws(RestFailure) -> RestCondition {
        if take("not.") {
            try deepen()
            defer { depth -= 1 }
            return .not(try operation(on: column, isListed: isListed))
        }
        if take("in.(") { return .isOneOf(column, try list()) }
        if take("is.") {
            let word = isListed ? try listed() : rest()
            guard let sql = Self.words[word.lowercased()] else {
                throw failure(expecting: "null, not_null, true, false or unknown after is.")
            }
            return .is(column, sql: sql)
        }
        for (word, sql) in Self.comparisons where take(word + ".") {
            let value = isListed ? try listed() : rest()
            let isPattern = word.hasSuffix("like")
            return .compare(column, sql: sql, value: isPattern ? value.replacing("*", with: "%") : value)
        }
        throw failure(expecting: "\"not\" or operator (eq, neq, gt, gte, lt, lte, like, ilike, in, is)")
    }

    private mutating func list() throws(RestFailure) -> [String] {
        if take(")") { return [] }
        var values: [String] = []
        repeat { values.append(try listed()) } while take(",")
        try expect(")")
        return values
    }
}
