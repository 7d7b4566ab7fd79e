import Dataset

/// What a request asks of the storage, read from its path.
enum StorageRoute: Equatable {
    /// How an object is asked for.
    enum AccessMode: Equatable {
        case open, withKey, either, signed
    }

    case object(AccessMode, bucket: String, key: String)
    case info(AccessMode, bucket: String, key: String)
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
            case ("POST", "object") where rest == "move": .move
            case ("POST", "object") where rest == "copy": .copy
            case (_, "object"): try Self.object(method, String(rest))
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
}
