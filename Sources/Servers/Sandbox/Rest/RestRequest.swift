/// A table's request, read from its path and query.
struct RestRequest: Sendable, Equatable {
    private(set) var root: RestNode

    /// - Parameters:
    ///   - parameters: the query's, in its order, decoded once.
    ///   - range: the `Range` header, which holds beside `limit` and `offset`.
    init(table: String, parameters: [(name: String, value: String)], range: String? = nil) throws(RestFailure)
    {
        root = RestNode(name: table)
        root.items = [.everything]
        // What is embedded has to be known before anything can be asked of it.
        for parameter in parameters where parameter.name == "select" {
            var reader = RestReader("select parameter", parameter.value)
            root.items = try reader.selection()
        }
        for parameter in parameters where parameter.name != "select" {
            let (path, word) = try Self.place(parameter.name)
            try Self.change(&root, at: path[...]) { (node) throws(RestFailure) in
                try Self.apply(word, parameter.value, to: &node)
            }
        }
        if let range { try restrict(to: range) }
    }

    /// The words of a name, as `data.order` or `not.or`: where it belongs and what it says.
    private static func place(_ name: String) throws(RestFailure) -> (path: [String], word: String) {
        var reader = RestReader("parameter", name)
        var words = [try reader.name()]
        while reader.take(".") { words.append(try reader.name()) }
        guard reader.isAtEnd, let last = words.popLast() else {
            throw reader.failure(expecting: "\".\" or end of input")
        }
        if ["and", "or"].contains(last), words.last == "not" { return (words.dropLast(), "not.\(last)") }
        return (words, last)
    }

    private static func change(
        _ node: inout RestNode, at path: ArraySlice<String>,
        _ work: (inout RestNode) throws(RestFailure) -> Void
    ) throws(RestFailure) {
        guard let name = path.first else { return try work(&node) }
        for (index, item) in node.items.enumerated() {
            guard case .embedded(var child) = item, (child.alias ?? child.name) == name else { continue }
            try change(&child, at: path.dropFirst(), work)
            node.items[index] = .embedded(child)
            return
        }
        throw .notEmbedded(name)
    }

    private static func apply(_ word: String, _ value: String, to node: inout RestNode) throws(RestFailure) {
        var reader = RestReader(["order", "limit", "offset"].contains(word) ? word : "filter", value)
        switch word {
        case "order": node.order = try reader.ordering()
        case "limit":
            node.limit = try number(value, "limit")
            if value.hasPrefix("-") { throw .range("Limit should be greater than or equal to zero.") }
        case "offset": node.offset = max(0, try number(value, "offset"))
        case "and": node.filters.append(.all(try reader.conditions()))
        case "or": node.filters.append(.any(try reader.conditions()))
        case "not.and": node.filters.append(.not(.all(try reader.conditions())))
        case "not.or": node.filters.append(.not(.any(try reader.conditions())))
        case "select", "columns", "on_conflict": throw .notOffered("parameter", word)
        default: node.filters.append(try reader.filter(on: word))
        }
    }

    private static func number(_ text: String, _ what: String) throws(RestFailure) -> Int {
        // Beyond 32 bits no page of a sandbox reaches, and sums can't overflow below.
        guard let number = Int32(text) else {
            throw .unparsable(what, text, at: 1, "unexpected \"\(text)\" expecting a number")
        }
        return Int(number)
    }

    /// `0-24` or `10-`, of rows; another form is ignored, as PostgREST ignores it.
    private mutating func restrict(to range: String) throws(RestFailure) {
        let ends = range.trimming(" ").split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int32(ends[0]).map(Int.init) else { return }
        var last: Int?
        if !ends[1].isEmpty {
            guard let number = Int32(ends[1]) else { return }
            last = Int(number)
        }
        if let last, last < first {
            throw .range(
                "The lower boundary must be lower than or equal to the upper boundary in the Range header.")
        }
        // Both ways at once leave what both leave.
        let start = max(first, root.offset ?? 0)
        let stops = [last.map { $0 + 1 }, root.limit.map { (root.offset ?? 0) + $0 }].compactMap(\.self)
        root.offset = start
        root.limit = stops.min().map { max(0, $0 - start) }
    }
}
