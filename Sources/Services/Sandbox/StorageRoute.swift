/// What a request asks of the storage, read from its path.
enum StorageRoute: Equatable {
    /// How an object is asked for.
    enum Door: Equatable {
        case open, withKey, either, signed
    }

    case object(Door, bucket: String, key: String)
    case signOne(bucket: String, key: String)
    case signMany(bucket: String)
    case status

    /// Reads a path as it stands in the request; nil for one that is no route. Throws for a key that cannot be.
    init?(method: String, path: String) throws(StorageFailure) {
        guard path.hasPrefix("/storage/v1/") else { return nil }
        let rest = path.dropFirst("/storage/v1/".count)
        if rest == "status" && method == "GET" {
            self = .status
            return
        }
        // Only the first slashes part the route: a key may hold empty segments.
        let words = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard words.count == 2, words[0] == "object" else { return nil }
        let (door, place) = Self.door(words[1])
        let parts = place.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bucket = parts.first, !bucket.isEmpty else { return nil }
        let key = parts.count == 2 ? String(parts[1]) : ""
        switch method {
        case "GET", "HEAD":
            guard !key.isEmpty else { return nil }
            self = .object(door, bucket: try Self.name(bucket), key: try Self.name(key[...]))
        case "POST" where door == .signed && key.isEmpty: self = .signMany(bucket: try Self.name(bucket))
        case "POST" where door == .signed:
            self = .signOne(bucket: try Self.name(bucket), key: try Self.name(key[...]))
        default: return nil
        }
    }

    private static func door(_ rest: Substring) -> (Door, Substring) {
        let doors: [(String, Door)] = [
            ("public/", .open), ("authenticated/", .withKey), ("sign/", .signed),
        ]
        for (word, door) in doors where rest.hasPrefix(word) { return (door, rest.dropFirst(word.count)) }
        return (.either, rest)
    }

    private static func name(_ text: Substring) throws(StorageFailure) -> String {
        guard let name = PercentCoding.decoded(text) else { throw .badKey(String(text)) }
        guard StorageShelf.isKey(name) else { throw .badKey(name) }
        return name
    }
}
