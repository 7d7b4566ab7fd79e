import Dataset
import Hummingbird

/// Signed URLs for downloads. They are relative, and with the key as it is: the real service does not
/// percent-encode it either.
struct StorageSigning: Sendable {
    let library: StorageLibrary
    let signatures: Signatures

    /// - Parameter path: bucket and key as they stand in the request. The claim is read from there with the escapes
    ///   of reserved characters left as they are, as the service's `decodeURI` leaves them.
    func one(
        _ bucket: String, _ key: String, path: some StringProtocol, _ body: JSONValue,
        as identity: RolePool.Identity
    ) async throws -> JSONValue {
        let seconds = try Self.expiry(in: body)
        guard try await library.object(bucket, key, as: identity) != nil else {
            throw StorageFailure.objectNotFound
        }
        let place = PercentCoding.decoded(path, keeping: ";/?:@&=+$,#") ?? "\(bucket)/\(key)"
        return .record(["signedURL": .string(url(place, seconds))])
    }

    func many(_ bucket: String, _ body: JSONValue, as identity: RolePool.Identity) async throws -> JSONValue {
        let seconds = try Self.expiry(in: body)
        guard let paths = body["paths"]?.array?.compactMap(\.string) else {
            throw StorageFailure.badBody("body must have required property 'paths'")
        }
        guard (1...1000).contains(paths.count) else {
            throw StorageFailure.badBody(
                paths.isEmpty
                    ? "body/paths must NOT have fewer than 1 items"
                    : "body/paths must NOT have more than 1000 items")
        }
        let known = try await library.names(bucket, among: paths, as: identity)
        return .array(
            paths.map { path in
                let isThere = known.contains(path)
                return .record([
                    "error": isThere
                        ? .null : "Either the object does not exist or you do not have access to it",
                    "path": .string(path),
                    "signedURL": isThere ? .string(url("\(bucket)/\(path)", seconds)) : .null,
                ])
            })
    }

    private func url(_ place: String, _ seconds: Int64) -> String {
        "/object/sign/\(place)?token=\(signatures.sign(place, .download, expiresIn: seconds))"
    }

    /// Seconds, as a number or as a string: the official Python client sends a string.
    private static func expiry(in body: JSONValue) throws(StorageFailure) -> Int64 {
        guard let given = body["expiresIn"] else {
            throw .badBody("body must have required property 'expiresIn'")
        }
        guard let seconds = given.int ?? given.string.flatMap({ Int64($0) }) else {
            throw .badBody("body/expiresIn must be integer")
        }
        guard seconds >= 1 else { throw .badBody("body/expiresIn must be >= 1") }
        return seconds
    }
}
