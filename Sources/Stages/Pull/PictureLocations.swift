import Curl

/// Turns what a row says about its picture into the one URL that is requested, or refuses it. A row is a
/// stranger's text: it never makes the program contact a host that the pipeline does not name.
struct PictureLocations {
    /// A request's URL with the headers that go to its host.
    struct Target {
        let url: String
        let headers: [(name: String, value: String)]
    }

    /// Why a location is not requested, for people.
    struct Refused: Error {
        let reason: String
    }

    private let storage: StorageSettings?
    private let storageAddress: HTTPAddress?
    private let allowed: Set<HTTPAddress.Origin>

    /// - Throws: `PullError` when the Storage's URL or an allowed origin is none.
    init(_ project: SupabaseSource) throws(PullError) {
        storage = project.storage
        storageAddress = try project.storage.map { settings throws(PullError) in
            try Self.address(settings.url, "pull.storage.url")
        }
        var origins = Set(storageAddress.map { [$0.origin] } ?? [])
        for origin in project.allowedOrigins {
            origins.insert(try Self.address(origin, "pull.allow_hosts").origin)
        }
        allowed = origins
    }

    func target(of location: String) throws(Refused) -> Target {
        let text = Self.encodingIllegalBytes(location)
        if !text.contains("://") {
            guard text.firstMatch(of: /^[A-Za-z][A-Za-z0-9+.\-]*:/) == nil else {
                throw Refused(reason: "it is neither an http(s) URL nor a path in the bucket")
            }
            return try object(text)
        }
        let address: HTTPAddress
        do { address = try HTTPAddress(text) } catch { throw Refused(reason: error.message) }
        guard allowed.contains(address.origin) else {
            throw Refused(
                reason: "\(address.origin) is not the configured Storage, and not allowed by pull.allow_hosts"
            )
        }
        return target(address)
    }

    /// A bare path is an object of the configured bucket.
    private func object(_ path: String) throws(Refused) -> Target {
        guard let storage, let storageAddress else {
            throw Refused(reason: "it is a path in a bucket, and the pipeline names no pull.storage.url")
        }
        let base =
            storageAddress.url.hasSuffix("/") ? String(storageAddress.url.dropLast()) : storageAddress.url
        let escaped = path.replacing("?", with: "%3F").replacing("#", with: "%23")
        do {
            return target(
                try HTTPAddress(
                    "\(base)/storage/v1/object/public/\(storage.bucket)/\(escaped.trimmingPrefix("/"))"))
        } catch { throw Refused(reason: error.message) }
    }

    /// The key goes to the Storage's own host alone; with it, the route for private buckets is taken.
    private func target(_ address: HTTPAddress) -> Target {
        // Below the object routes alone, and never where a ".." could lead out of them: a row must not make
        // the program use the key on the project's other services.
        let objects = "/storage/v1/object/"
        let climbs = address.path.lowercased().replacing("%2e", with: ".").replacing("%2f", with: "/")
            .split(separator: "/").contains { $0 == "." || $0 == ".." }
        guard let key = storage?.key, address.origin == storageAddress?.origin, !climbs,
            let base = storageAddress?.path, address.path.hasPrefix((base == "/" ? "" : base) + objects)
        else {
            return Target(url: address.url, headers: [])
        }
        // New keys go into `apikey` alone; the older ones, which are JWTs, into both headers.
        let isJWT = key.hasPrefix("eyJ")
        let headers = [("apikey", key)] + (isJWT ? [("Authorization", "Bearer \(key)")] : [])
        return Target(
            url: address.url.replacing("/object/public/", with: "/object/authenticated/", maxReplacements: 1),
            headers: headers)
    }

    private static func address(_ url: String, _ setting: String) throws(PullError) -> HTTPAddress {
        do {
            return try HTTPAddress(url)
        } catch {
            throw PullError(.settings, "\(setting): \(error.message)", hint: "as in https://REF.supabase.co")
        }
    }

    /// Spaces, control bytes and everything beyond ASCII percent-encoded; what is encoded already stays.
    private static func encodingIllegalBytes(_ text: String) -> String {
        text.utf8.reduce(into: "") { out, byte in
            if byte > 0x20 && byte < 0x7F && !"\"<>\\^`{|}".utf8.contains(byte) {
                out.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
            }
        }
    }
}
