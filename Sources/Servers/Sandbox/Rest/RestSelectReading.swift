extension RestReader {
    /// The whole of a `select`.
    mutating func selection() throws(RestFailure) -> [RestItem] {
        let items = try items()
        guard isAtEnd else { throw failure(expecting: "\",\" or end of input") }
        return items
    }

    private mutating func items() throws(RestFailure) -> [RestItem] {
        var items: [RestItem] = []
        repeat { items.append(try item()) } while take(",")
        return items
    }

    private mutating func item() throws(RestFailure) -> RestItem {
        if take("*") { return .everything }
        if take("...") { throw .notOffered(what, text) }
        var name = try name()
        var alias: String?
        if next == ":", !isAtCast {
            _ = take(":")
            alias = name
            name = try self.name()
        }
        var node = RestNode(name: name)
        node.alias = alias
        var isHinted = false
        while take("!") {
            isHinted = true
            let word = try self.name()
            if word == "inner" {
                node.isInner = true
            } else if word != "left" {
                node.hint = word
            }
        }
        if take("(") { return try embedded(node, isHinted) }
        if isHinted { throw failure(expecting: "\"(\"") }
        if take(".") {
            let function = try self.name()
            guard ["avg", "count", "max", "min", "sum"].contains(function), take("()") else {
                throw failure(expecting: "aggregate function")
            }
            throw .aggregates
        }
        return .column(name, alias: alias, type: take("::") ? try typeName() : nil)
    }

    private mutating func embedded(_ node: RestNode, _ isHinted: Bool) throws(RestFailure) -> RestItem {
        var node = node
        if take(")") {
            // `count()` is the one aggregate without a column.
            if node.name == "count" && !isHinted { throw .aggregates }
            return .embedded(node)
        }
        node.items = try items()
        try expect(")")
        return .embedded(node)
    }

    private var isAtCast: Bool {
        var copy = self
        return copy.take("::")
    }

    private mutating func typeName() throws(RestFailure) -> String {
        let type = until(",)")
        let isPlain = type.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                    || "_ []".unicodeScalars.contains($0))
        }
        guard !type.isEmpty, isPlain else { throw failure(expecting: "type name") }
        return type
    }

    /// The whole of an `order`.
    mutating func ordering() throws(RestFailure) -> [RestOrder] {
        var orders: [RestOrder] = []
        repeat {
            var order = RestOrder(column: try name())
            if take(".asc") {
                order.isDescending = false
            } else if take(".desc") {
                order.isDescending = true
            }
            if take(".nullsfirst") {
                order.nullsFirst = true
            } else if take(".nullslast") {
                order.nullsFirst = false
            }
            orders.append(order)
        } while take(",")
        guard isAtEnd else {
            throw failure(expecting: "\",\", asc, desc, nullsfirst, nullslast or end of input")
        }
        return orders
    }
}
