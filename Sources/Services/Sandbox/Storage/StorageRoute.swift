/// What a request asks of the storage, read from its path.
enum StorageRoute: Equatable {
    /// How an object is asked for.
    enum Door: Equatable {
        case open, withKey, either, signed
    }

    case object(Door, bucket: String, key: String)
    case info(Door, bucket: String, key: String)
    case signOne(bucket: String, key: String)
    case signMany(bucket: String)
    case list(bucket: String)
    case listPages(bucket: String)
    case upload(bucket: String, key: String, isUpdate: Bool)
    case signUpload(bucket: String, key: String)
    case uploadSigned(bucket: String, key: String)
    case remove(bucket: String, key: String)
    case removeMany(bucket: String)
    case move, copy
    case buckets, createBucket
    case bucket(String), updateBucket(String), emptyBucket(String), deleteBucket(String)
    case render
    case status, version

    /// The longest parameter of a path that the service's router takes.
    private static let longestParameter = 2500

    /// Reads what follows `/storage/v1` in a path as it stands in the request; nil for what is no route. Throws for
    /// a key that cannot be.
    init?(method: String, path: some StringProtocol) throws(StorageFailure) {
        guard path.hasPrefix("/") else { return nil }
        // Only the first slashes part the route: a key may hold empty segments.
        let words = path.dropFirst().split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = words.count == 2 ? words[1] : ""
        let route: StorageRoute? =
            switch (method, words[0]) {
            case ("GET", "status") where rest.isEmpty: .status
            case ("GET", "version") where rest.isEmpty: .version
            case ("GET", "bucket") where rest.isEmpty: .buckets
            case ("POST", "bucket") where rest.isEmpty: .createBucket
            case (_, "bucket"): Self.bucket(method, String(rest))
            case (_, "render") where rest.hasPrefix("image/"): .render
            case (_, "object"): try Self.object(method, String(rest)[...])
            default: nil
            }
        guard let route else { return nil }
        self = route
    }

    private static func bucket(_ method: String, _ path: String) -> StorageRoute? {
        let words = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let id = words.first.map({ PercentCoding.decoded($0) ?? String($0) }), !id.isEmpty else {
            return nil
        }
        switch (method, words.dropFirst()) {
        case ("GET", []): return .bucket(id)
        case ("PUT", []): return .updateBucket(id)
        case ("DELETE", []): return .deleteBucket(id)
        case ("POST", ["empty"]): return .emptyBucket(id)
        default: return nil
        }
    }

    private static func object(_ method: String, _ path: Substring) throws(StorageFailure) -> StorageRoute? {
        switch (method, path) {
        case ("POST", "move"): return .move
        case ("POST", "copy"): return .copy
        default: break
        }
        let words: [(String, (Substring, Substring) throws(StorageFailure) -> StorageRoute?)] = [
            ("list/", { method == "POST" && $1.isEmpty ? .list(bucket: String($0)) : nil }),
            ("list-v2/", { method == "POST" && $1.isEmpty ? .listPages(bucket: String($0)) : nil }),
            (
                "upload/sign/",
                { (bucket, key) throws(StorageFailure) in try signedUpload(method, bucket, key) }
            ),
            (
                "info/public/",
                { (bucket, key) throws(StorageFailure) in try info(method, .open, bucket, key) }
            ),
            (
                "info/authenticated/",
                { (bucket, key) throws(StorageFailure) in try info(method, .withKey, bucket, key) }
            ),
            ("info/", { (bucket, key) throws(StorageFailure) in try info(method, .either, bucket, key) }),
            ("public/", { (bucket, key) throws(StorageFailure) in try read(method, .open, bucket, key) }),
            (
                "authenticated/",
                { (bucket, key) throws(StorageFailure) in try read(method, .withKey, bucket, key) }
            ),
            ("sign/", { (bucket, key) throws(StorageFailure) in try signed(method, bucket, key) }),
            ("", { (bucket, key) throws(StorageFailure) in try plain(method, bucket, key) }),
        ]
        for (word, route) in words where path.hasPrefix(word) {
            let place = path.dropFirst(word.count)
            let parts = place.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let bucket = parts.first, !bucket.isEmpty else { return nil }
            let key = parts.count == 2 ? parts[1] : ""
            guard max(bucket.count, key.count) <= longestParameter else { return nil }
            return try route(try StorageKey.read(bucket)[...], key)
        }
        return nil
    }

    private static func read(
        _ method: String, _ door: Door, _ bucket: Substring, _ key: Substring
    ) throws(StorageFailure) -> StorageRoute? {
        guard ["GET", "HEAD"].contains(method), !key.isEmpty else { return nil }
        return .object(door, bucket: String(bucket), key: try StorageKey.read(key))
    }

    private static func info(
        _ method: String, _ door: Door, _ bucket: Substring, _ key: Substring
    ) throws(StorageFailure) -> StorageRoute? {
        guard ["GET", "HEAD"].contains(method), !key.isEmpty else { return nil }
        return .info(door, bucket: String(bucket), key: try StorageKey.read(key))
    }

    private static func signed(
        _ method: String, _ bucket: Substring, _ key: Substring
    ) throws(StorageFailure) -> StorageRoute? {
        if method != "POST" { return try read(method, .signed, bucket, key) }
        return key.isEmpty
            ? .signMany(bucket: String(bucket))
            : .signOne(bucket: String(bucket), key: try StorageKey.read(key))
    }

    private static func signedUpload(
        _ method: String, _ bucket: Substring, _ key: Substring
    ) throws(StorageFailure) -> StorageRoute? {
        guard !key.isEmpty else { return nil }
        switch method {
        case "POST": return .signUpload(bucket: String(bucket), key: try StorageKey.read(key))
        case "PUT": return .uploadSigned(bucket: String(bucket), key: try StorageKey.read(key))
        default: return nil
        }
    }

    private static func plain(
        _ method: String, _ bucket: Substring, _ key: Substring
    ) throws(StorageFailure) -> StorageRoute? {
        if method == "DELETE" && key.isEmpty { return .removeMany(bucket: String(bucket)) }
        guard !key.isEmpty else { return nil }
        switch method {
        case "POST", "PUT":
            return .upload(bucket: String(bucket), key: try StorageKey.read(key), isUpdate: method == "PUT")
        case "DELETE": return .remove(bucket: String(bucket), key: try StorageKey.read(key))
        default: return try read(method, .either, bucket, key)
        }
    }
}
