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
