import Curl
import Dataset

/// The ways into one Storage: which URLs and paths mean one of its objects, and which request brings it.
struct StorageRoutes: Sendable {
    /// The project's address.
    let base: HTTPAddress
    private let settings: StorageSettings
    /// Where signed S3 requests go; nil when Storage's own routes are taken.
    let s3Endpoint: HTTPAddress?

    /// - Throws: `PullError` when an address is none.
    init(_ settings: StorageSettings) throws(PullError) {
        self.settings = settings
        base = try Self.address(settings.url, "pull.storage.url")
        try settings.key?.refuseUnsendable()
        s3Endpoint = try settings.s3.map { s3 throws(PullError) in
            let endpoint = s3.endpoint ?? settings.url.withoutSlash + "/storage/v1/s3"
            return try Self.address(endpoint, "pull.storage.s3.endpoint")
        }
    }

    /// What is read from a URL of this Storage's object routes; nil for any other URL.
    func objectLocation(_ address: HTTPAddress, named name: String) throws(PictureLocations.Refused)
        -> ObjectLocation?
    {
        guard isOurs(address.origin) else { return nil }
        let (location, token) = Self.parted(address, named: name)
        guard let route = StorageObjectPath(below: prefix, of: location) else { return nil }
        guard let bucket = PercentCoding.decoded(route.bucket), let key = PercentCoding.decoded(route.key)
        else {
            throw .init(
                rule: .unavailable, reason: "its URL holds a % without two hexadecimal digits behind it")
        }
        return objectLocation(try ObjectKey(bucket: bucket, key: key), token: route.isSigned ? token : nil)
    }

    /// Path and token of a URL. A raw `?` begins a query, unless the picture's own name says that it is a part of that;
    /// and Storage leaves a `?` of a key as it is in the URLs that it signs, so there the last one counts.
    private static func parted(_ address: HTTPAddress, named name: String) -> (
        path: String, token: Substring?
    ) {
        guard let query = address.query else { return (address.path, nil) }
        let whole = "\(address.path)?\(query)"
        if let mark = whole.ranges(of: "?token=").last {
            return (String(whole[..<mark.lowerBound]), whole[mark.upperBound...].prefix { $0 != "&" })
        }
        let isOfName = name.contains("?") && (PercentCoding.decoded(whole) ?? whole).hasSuffix(name)
        return (isOfName ? whole : address.path, nil)
    }

    /// A bare path: a route of this Storage, or an object of the configured bucket.
    func objectLocation(path: String, named name: String) throws(PictureLocations.Refused) -> ObjectLocation {
        let text = String(path.trimmingPrefix("/"))
        for start in ["storage/v1/", ""] where text.hasPrefix(start + "object/") {
            let url = "\(base.url.withoutSlash)/storage/v1/\(text.dropFirst(start.count))"
            let address: HTTPAddress
            do { address = try HTTPAddress(PictureLocations.encodingIllegalBytes(url)) } catch {
                throw .init(rule: .refused, reason: error.message)
            }
            if let location = try objectLocation(address, named: name) { return location }
        }
        // No key holds a %, so a path with one is percent-encoded; no name holds its cache-buster.
        var key = text.contains("%") ? PercentCoding.decoded(text) ?? text : text
        if let mark = key.firstIndex(of: "?"), !name.contains("?"), key[..<mark].hasSuffix(name),
            !name.isEmpty
        {
            key = String(key[..<mark])
        } else if !key.hasSuffix(name) || name.isEmpty, let token = key.ranges(of: "?token=").last {
            key = String(key[..<token.lowerBound])
        }
        return objectLocation(try ObjectKey(bucket: settings.bucket, key: key), token: nil)
    }

    private func objectLocation(_ object: ObjectKey, token: Substring?) -> ObjectLocation {
        let route = "\(base.url.withoutSlash)/storage/v1/object"
        let open = ObjectLocation.Route(url: "\(route)/public/\(object.path)")
        let identity = "\(route)/\(object.path)"
        if let s3Endpoint, let s3 = settings.s3 {
            return ObjectLocation(
                identity: identity,
                routes: [.init(url: "\(s3Endpoint.url.withoutSlash)/\(object.path)", signature: s3.signature)]
            )
        }
        var routes: [ObjectLocation.Route] = []
        let withKey = settings.key.map {
            ObjectLocation.Route(url: "\(route)/authenticated/\(object.path)", key: $0)
        }
        if let withKey, settings.key?.passesPolicies == true {
            routes = [withKey]
        } else if let token {
            routes = [.init(url: "\(route)/sign/\(object.path)?token=\(token)", holdsToken: true)]
        } else {
            // A key that policies hold back may see less than everybody sees in a public bucket.
            routes = [open] + (withKey.map { [$0] } ?? [])
        }
        return ObjectLocation(identity: identity, routes: routes)
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

    static func address(_ url: String, _ setting: String) throws(PullError) -> HTTPAddress {
        if url.contains("?") || url.contains("#") {
            throw PullError(.settings, "\(setting) holds a ? or #", hint: "as in https://REF.supabase.co")
        }
        do {
            return try HTTPAddress(url)
        } catch {
            throw PullError(.settings, "\(setting): \(error.message)", hint: "as in https://REF.supabase.co")
        }
    }
}

extension String {
    /// The one label that stands before a domain; nil where it is another domain, or more than one label.
    fileprivate func label(before domain: String) -> Substring? {
        guard hasSuffix("." + domain) else { return nil }
        let label = dropLast(domain.count + 1)
        return label.isEmpty || label.contains(".") ? nil : label
    }
}
