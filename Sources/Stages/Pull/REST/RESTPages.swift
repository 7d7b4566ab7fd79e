import Dataset

/// Goes through all rows of a query by pages, each behind the last id of the one before.
struct RESTPages {
    private let rest: RESTClient
    private let key: String
    private let select: (inout RESTQuery) -> Void
    private let start: () -> RESTQuery
    private var lastKey: String?
    private var hasBegun = false
    private var size = 1000
    private var came = 0
    /// More rows than any dataset has: a server that sends them makes them up as it goes.
    private static let ceiling = 10_000_000
    /// How many rows the server counted with the first page; nil when it did not say.
    private(set) var total: Int?

    /// - Parameter key: a column that no two rows share; it has to be among those selected.
    init(
        _ rest: RESTClient, key: String, select: @escaping (inout RESTQuery) -> Void,
        from start: @escaping () -> RESTQuery
    ) {
        self.rest = rest
        self.key = key
        self.select = select
        self.start = start
    }

    /// The next rows; nil behind the last.
    mutating func next() async throws -> [JSONValue]? {
        while true {
            do {
                let answer = try await rest.rows(query, counting: !hasBegun)
                if !hasBegun { total = answer.total }
                hasBegun = true
                guard let last = answer.rows.last else { return nil }
                guard let id = last[key]?.plainText else { throw RESTRow.unexpected(start().table) }
                came += answer.rows.count
                let isHeard = !answer.rows.contains { $0[key]?.plainText == lastKey }
                guard isHeard, came <= Self.ceiling else {
                    throw PullError(
                        .outside, "the server pages through \(start().table) without an end",
                        hint: "check pull.storage.url: it must be a Supabase project's, which heeds id=gt.")
                }
                lastKey = id
                return answer.rows
            } catch is RESTClient.TooLarge {
                guard size > 1 else {
                    throw PullError(
                        .outside,
                        "an answer of one row of \(start().table) is above the limit of \(RESTClient.maxBytes >> 20) MiB",
                        hint: "shorten its texts, or read the rows by source: supabase")
                }
                size = max(1, size / 8)
            }
        }
    }

    private var query: RESTQuery {
        var query = start()
        select(&query)
        if let lastKey { query.filter(key, "gt", lastKey) }
        query.order(by: key)
        query.limit(size)
        return query
    }
}
