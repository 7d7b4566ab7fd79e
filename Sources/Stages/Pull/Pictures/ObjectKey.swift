import Dataset

/// An object in a bucket of Storage.
struct ObjectKey: Equatable, Sendable {
    let bucket: String
    let key: String

    /// Takes names that Storage could hold.
    ///
    /// - Throws: `PictureLocations.Refused` for a name that can be no key: Storage itself refuses those, on reading
    ///   too, so asking is of no use.
    init(bucket: String, key: String) throws(PictureLocations.Refused) {
        for (what, name, isBucket) in [("bucket", bucket, true), ("key", key, false)] {
            if name.isEmpty { throw .init(rule: .unavailable, reason: "its URL names no \(what)") }
            if let wrong = name.unicodeScalars.first(where: { !Self.allows($0, inBucket: isBucket) }) {
                throw .init(
                    rule: .unavailable,
                    reason:
                        "its \(what) holds \(Self.shown(wrong)), which no Storage \(what) can hold; not asked for"
                )
            }
        }
        // A path with these is rewritten by clients and gateways, and could lead to another service of the project.
        if key.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) || bucket == "."
            || bucket == ".."
        {
            throw .init(rule: .refused, reason: "its path holds a . or .. between slashes")
        }
        self.bucket = bucket
        self.key = key
    }

    /// As it stands in a URL: each segment percent-encoded once, slashes kept.
    var path: String { "\(PercentCoding.encoded(bucket))/\(PercentCoding.encoded(key, keeping: "/"))" }

    /// The letters that Storage takes in object keys (its `limits.ts`); a bucket's are the same without the slash.
    private static func allows(_ scalar: Unicode.Scalar, inBucket: Bool) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        case "/": !inBucket
        default: "_!-.*'() &$@=;:+,?".unicodeScalars.contains(scalar)
        }
    }

    private static func shown(_ scalar: Unicode.Scalar) -> String {
        scalar.value > 0x20 && scalar.value < 0x7F
            ? "\"\(scalar)\"" : "U+" + String(scalar.value, radix: 16, uppercase: true)
    }
}

/// Bucket and key of an object route, still percent-encoded.
struct StorageObjectPath {
    let bucket: Substring
    let key: Substring
    /// Whether it is read with a token in place of a key.
    let isSigned: Bool

    /// Reads `object/public/B/K`, `object/authenticated/B/K`, `object/sign/B/K` and `object/B/K`; the same below
    /// `render/image`, whose re-encoded picture is never what a dataset means; and `s3/B/K`.
    init?(below prefix: String, of path: String) {
        guard path.hasPrefix(prefix) else { return nil }
        let rest = path.dropFirst(prefix.count)
        let starts = ["object/", "render/image/"].flatMap { start in
            ["public/", "authenticated/", "sign/"].map { start + $0 }
        }
        guard let start = (starts + ["object/", "s3/"]).first(where: { rest.hasPrefix($0) }) else {
            return nil
        }
        let parts = rest.dropFirst(start.count).split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        isSigned = start.hasSuffix("sign/")
        bucket = parts.first ?? ""
        key = parts.count == 2 ? parts[1] : ""
    }
}
