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
