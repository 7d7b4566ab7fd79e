import Curl
import Dataset

/// The ways into one Storage: which URLs and paths mean one of its objects, and which request brings it.
struct StorageDoors: Sendable {
    /// The project's address.
    let base: HTTPAddress
    private let settings: StorageSettings
    private let s3: (endpoint: String, signature: RequestSignature)?

    /// - Throws: `PullError` when an address is none.
    init(_ settings: StorageSettings) throws(PullError) {
        self.settings = settings
        base = try Self.address(settings.url, "pull.storage.url")
        s3 = try settings.s3.map { s3 throws(PullError) in
            let endpoint = s3.endpoint ?? settings.url.withoutSlash + "/storage/v1/s3"
            return (
                try Self.address(endpoint, "pull.storage.s3.endpoint").url.withoutSlash,
                RequestSignature(
                    accessKeyID: s3.accessKeyID, secretAccessKey: s3.secretAccessKey,
                    sessionToken: s3.sessionToken,
                    region: s3.region)
            )
        }
    }

    /// What is read from a URL of this Storage's object routes; nil for any other URL.
    func place(_ address: HTTPAddress, named name: String) throws(PictureLocations.Refused) -> Place? {
        guard isOurs(address.origin), let route = StorageRoute(below: prefix, of: address.path) else {
            return nil
        }
        let token = address.query.flatMap(Self.token)
        // A raw ? in a URL begins a query, unless the picture's own name says that it is a part of that.
        let isOfName = token == nil && name.contains("?") && Self.decoded(address.whole).hasSuffix(name)
        let rest = isOfName ? address.query.map { "?" + $0 } ?? "" : ""
        guard let bucket = PercentCoding.decoded(route.bucket),
            let key = PercentCoding.decoded(route.key + rest)
        else {
            throw .init(
                rule: .unavailable, reason: "its URL holds a % without two hexadecimal digits behind it")
        }
        return place(try ObjectKey(bucket: bucket, key: key), token: token)
    }

    /// A bare path: a route of this Storage, or an object of the configured bucket.
    func place(path: String, named name: String) throws(PictureLocations.Refused) -> Place {
        let text = String(path.trimmingPrefix("/"))
        for start in ["storage/v1/", ""] where text.hasPrefix(start + "object/") {
            let url = "\(base.url.withoutSlash)/storage/v1/\(text.dropFirst(start.count))"
            let address: HTTPAddress
            do { address = try HTTPAddress(PictureLocations.encodingIllegalBytes(url)) } catch {
                throw .init(rule: .refused, reason: error.message)
            }
            if let place = try place(address, named: name) { return place }
        }
        // No key holds a %, so a path with one is percent-encoded; no name holds its cache-buster.
        var key = text.contains("%") ? PercentCoding.decoded(text) ?? text : text
        if let mark = key.firstIndex(of: "?"), !name.contains("?"), key[..<mark].hasSuffix(name),
            !name.isEmpty
        {
            key = String(key[..<mark])
        }
        return place(try ObjectKey(bucket: settings.bucket, key: key), token: nil)
    }

    private func place(_ object: ObjectKey, token: Substring?) -> Place {
        let route = "\(base.url.withoutSlash)/storage/v1/object"
        let open = Place.Door(url: "\(route)/public/\(object.path)")
        let identity = "\(route)/\(object.path)"
        if let s3 {
            return Place(
                identity: identity,
                doors: [.init(url: "\(s3.endpoint)/\(object.path)", signature: s3.signature)])
        }
        var doors: [Place.Door] = []
        let withKey = settings.key.map { Place.Door(url: "\(route)/authenticated/\(object.path)", key: $0) }
        if let withKey, settings.key?.passesPolicies == true {
            doors = [withKey]
        } else if let token {
            doors = [.init(url: "\(route)/sign/\(object.path)?token=\(token)", holdsToken: true)]
        } else {
            // A key that policies hold back may see less than everybody sees in a public bucket.
            doors = [open] + (withKey.map { [$0] } ?? [])
        }
        return Place(identity: identity, doors: doors)
    }

    private var prefix: String { (base.path == "/" ? "" : base.path.withoutSlash) + "/storage/v1/" }

    /// A hosted project answers under several names.
    private func isOurs(_ origin: HTTPAddress.Origin) -> Bool {
        if origin == base.origin { return true }
        let names = ["supabase.co", "storage.supabase.co", "supabase.in"]
        guard origin.scheme == "https", base.origin.scheme == "https", origin.port == base.origin.port,
            let project = names.compactMap({ base.origin.host.label(before: $0) }).first
        else { return false }
        return names.contains { origin.host.label(before: $0) == project }
    }

    private static func token(_ query: String) -> Substring? {
        query.split(separator: "&").first { $0.hasPrefix("token=") }?.dropFirst("token=".count)
    }

    private static func decoded(_ text: String) -> String { PercentCoding.decoded(text) ?? text }

    static func address(_ url: String, _ setting: String) throws(PullError) -> HTTPAddress {
        do {
            return try HTTPAddress(url)
        } catch {
            throw PullError(.settings, "\(setting): \(error.message)", hint: "as in https://REF.supabase.co")
        }
    }
}

/// Bucket and key of an object route, still percent-encoded.
private struct StorageRoute {
    let bucket: Substring
    let key: Substring

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
        bucket = parts.first ?? ""
        key = parts.count == 2 ? parts[1] : ""
    }
}

extension HTTPAddress {
    /// Path and query as they were given.
    fileprivate var whole: String { path + (query.map { "?" + $0 } ?? "") }
}

extension String {
    /// The one label that stands before a domain; nil where it is another domain, or more than one label.
    fileprivate func label(before domain: String) -> Substring? {
        guard hasSuffix("." + domain) else { return nil }
        let label = dropLast(domain.count + 1)
        return label.isEmpty || label.contains(".") ? nil : label
    }
}
