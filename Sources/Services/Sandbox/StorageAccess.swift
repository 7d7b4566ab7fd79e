import Dataset
import Foundation

/// Who may read which object, decided as Storage decides it.
struct StorageAccess: Sendable {
    let shelf: StorageShelf
    let tokens: TokenSigner

    /// The key of a request. A gateway stands before the real service and makes an `Authorization` from an
    /// `apikey`, so either will do.
    struct Credentials: Sendable {
        var authorization: String?
        var apikey: String?

        var token: String? {
            guard let authorization else { return apikey }
            guard authorization.lowercased().hasPrefix("bearer ") else { return authorization }
            return String(authorization.dropFirst("bearer ".count))
        }
    }

    /// Throws unless the object may be read through this door.
    func check(
        _ door: StorageRoute.Door, _ bucket: String, _ key: String, _ credentials: Credentials,
        signature: String?
    ) throws(StorageFailure) {
        switch door {
        case .open: guard shelf.isPublic(bucket) == true else { throw .bucketNotFound }
        case .either:
            if shelf.isPublic(bucket) == true { return }
            // A bad key is not told of here: the request goes on as nobody's, who sees no private bucket.
            guard let role = try? role(of: credentials) else { throw .bucketNotFound }
            try check(role, bucket)
        case .withKey: try check(try role(of: credentials), bucket)
        case .signed: try check(signature: signature, bucket, key)
        }
    }

    /// Throws unless this key may sign URLs of the bucket.
    func checkSigning(_ bucket: String, _ credentials: Credentials) throws(StorageFailure) {
        try check(try role(of: credentials), bucket)
    }

    /// The token of a signed URL.
    func signature(for bucket: String, _ key: String, expiresIn seconds: Int64, now: Date = .now) -> String {
        let start = Int64(now.timeIntervalSince1970)
        let claims = JSONValue.record([
            "url": .string("\(bucket)/\(key)"), "scope": "download", "iat": .int(start),
            "exp": .int(start + min(seconds, 10 * 365 * 24 * 3600)),
        ])
        return tokens.sign(claims)
    }

    private func role(of credentials: Credentials) throws(StorageFailure) -> String {
        guard let token = credentials.token else { throw .noAuthorization }
        do throws(TokenSigner.Fault) {
            return try tokens.claims(of: token)["role"]?.string ?? "anon"
        } catch {
            switch error {
            case .malformed: throw .badToken
            case .badSignature: throw .badSignature
            case .expired: throw .signExpired
            }
        }
    }

    /// No policy lets anybody else see an object's row, and a hidden row reads as a missing object.
    private func check(_ role: String, _ bucket: String) throws(StorageFailure) {
        guard role == "service_role" else { throw .objectNotFound }
        guard shelf.isPublic(bucket) != nil else { throw .bucketNotFound }
    }

    private func check(signature: String?, _ bucket: String, _ key: String) throws(StorageFailure) {
        guard let signature else { throw .noSignToken }
        let claims: JSONValue
        do throws(TokenSigner.Fault) {
            claims = try tokens.claims(of: signature)
        } catch {
            throw error == .expired ? .signExpired : .signForAnother
        }
        guard claims["url"]?.string == "\(bucket)/\(key)", claims["scope"]?.string == "download" else {
            throw .signForAnother
        }
    }
}
