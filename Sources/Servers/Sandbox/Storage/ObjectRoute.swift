import Dataset

/// The routes below `/object`: a word or two for what is asked, a bucket, and mostly a key.
extension StorageRoute {
    /// What the words before the bucket say.
    private enum Kind {
        case list, listPages, signedUpload, signed, plain
        case info(AccessMode)
        case read(AccessMode)
    }

    /// Longer words stand before those that they begin with; none at all is last.
    private static let kinds: [(words: String, kind: Kind)] = [
        ("list/", .list), ("list-v2/", .listPages), ("upload/sign/", .signedUpload),
        ("info/public/", .info(.open)),
        ("info/authenticated/", .info(.withKey)), ("info/", .info(.either)), ("public/", .read(.open)),
        ("authenticated/", .read(.withKey)), ("sign/", .signed), ("", .plain),
    ]

    /// The longest parameter of a path that the service's router takes.
    private static let longestParameter = 2500

    static func object(_ method: String, _ path: String) throws(StorageFailure) -> StorageRoute? {
        for (words, kind) in kinds where path.hasPrefix(words) {
            let place = path.dropFirst(words.count)
            let parts = place.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let bucket = parts.first, !bucket.isEmpty else { return nil }
            let key = parts.count == 2 ? parts[1] : ""
            guard max(bucket.count, key.count) <= longestParameter else { return nil }
            let name = try StorageKey.read(bucket)
            return key.isEmpty
                ? inBucket(method, kind, name) : withKey(method, kind, name, try StorageKey.read(key))
        }
        return nil
    }

    private static func inBucket(_ method: String, _ kind: Kind, _ bucket: String) -> StorageRoute? {
        switch (method, kind) {
        case ("POST", .list): .list(bucket: bucket)
        case ("POST", .listPages): .listPages(bucket: bucket)
        case ("POST", .signed): .signMany(bucket: bucket)
        case ("DELETE", .plain): .removeMany(bucket: bucket)
        default: nil
        }
    }

    private static func withKey(
        _ method: String, _ kind: Kind, _ bucket: String, _ key: String
    ) -> StorageRoute? {
        switch (method, kind) {
        case ("GET", .info(let mode)), ("HEAD", .info(let mode)): .info(mode, bucket: bucket, key: key)
        case ("GET", .read(let mode)), ("HEAD", .read(let mode)): .object(mode, bucket: bucket, key: key)
        case ("GET", .signed), ("HEAD", .signed): .object(.signed, bucket: bucket, key: key)
        case ("GET", .plain), ("HEAD", .plain): .object(.either, bucket: bucket, key: key)
        case ("POST", .signed): .signOne(bucket: bucket, key: key)
        case ("POST", .signedUpload): .signUpload(bucket: bucket, key: key)
        case ("PUT", .signedUpload): .uploadSigned(bucket: bucket, key: key)
        case ("POST", .plain): .upload(bucket: bucket, key: key, isUpdate: false)
        case ("PUT", .plain): .upload(bucket: bucket, key: key, isUpdate: true)
        case ("DELETE", .plain): .remove(bucket: bucket, key: key)
        default: nil
        }
    }
}

/// Which names can be keys.
enum StorageKey {
    /// Whether a name can be a key at all; Storage refuses all others, on reading too.
    static func isKey(_ key: String) -> Bool {
        !key.isEmpty
            && key.unicodeScalars.allSatisfy { scalar in
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                    || "_/!-.*'() &$@=;:+,?".unicodeScalars.contains(scalar)
            }
    }

    /// A path's part as a key, decoded once.
    static func read(_ text: some StringProtocol) throws(StorageFailure) -> String {
        guard let name = PercentCoding.decoded(text) else { throw .badKey(String(text)) }
        guard isKey(name) else { throw .badKey(name) }
        return name
    }
}
