import Dataset

/// The service that a path leads to, with what follows its prefix.
enum ServiceRoute: Equatable {
    case rest(Substring)
    case storage(Substring)

    /// Nil for a path that leads to none. A base path before the prefix is stepped over; behind it, a key may hold
    /// what looks like the other's.
    init?(_ path: String) {
        let rest = Self.rest(of: path, behind: "/rest/v1")
        let storage = Self.rest(of: path, behind: "/storage/v1")
        switch (rest, storage) {
        case (let rest?, let storage?):
            self = rest.startIndex < storage.startIndex ? .rest(rest) : .storage(storage)
        case (let rest?, nil): self = .rest(rest)
        case (nil, let storage?): self = .storage(storage)
        case (nil, nil): return nil
        }
    }

    private static func rest(of path: String, behind prefix: String) -> Substring? {
        guard let range = path.firstRange(of: prefix) else { return nil }
        let rest = path[range.upperBound...]
        return rest.isEmpty || rest.hasPrefix("/") ? rest : nil
    }
}

/// A URL's query.
enum QueryText {
    /// The parameters in their order, decoded as forms are: a plus is a space. A broken escape stays as it is.
    static func parameters(_ query: String?) -> [(name: String, value: String)] {
        (query ?? "").split(separator: "&").map { part in
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let texts = halves.map { half in
                let spaced = half.replacing("+", with: " ")
                return PercentCoding.decoded(spaced) ?? String(spaced)
            }
            return (texts.first ?? "", texts.count == 2 ? texts[1] : "")
        }
    }
}
