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
