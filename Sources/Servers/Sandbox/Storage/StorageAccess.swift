import Dataset
import Foundation

/// Who asks, and which object they may have, decided as Storage decides it.
struct StorageAccess: Sendable {
    let library: StorageLibrary
    let tokens: TokenSigner

    /// The object behind one of the routes.
    func object(
        _ mode: StorageRoute.AccessMode, _ bucket: String, _ key: String, authorization: String?
    ) async throws -> StoredObject {
        // A bad key is ignored at a public route: the request goes on without a role.
        let asking = mode == .withKey ? try identity(authorization) : try? identity(authorization)
        var (place, object) = try await library.find(bucket, key)
        switch mode {
        case .signed: break
        case .open: guard place?.isPublic == true else { throw StorageFailure.bucketNotFound }
        case .either, .withKey:
            guard let place, place.isPublic || asking != nil else { throw StorageFailure.bucketNotFound }
            // What is public is so for everybody, policies or not.
            if !place.isPublic, let asking { object = try await library.object(bucket, key, as: asking) }
        }
        guard let object else { throw StorageFailure.objectNotFound }
        return object
    }

    /// The role and claims of a request that needs a key.
    func identity(_ authorization: String?) throws(StorageFailure) -> RolePool.Identity {
        guard let authorization else { throw .noAuthorization }
        let isBearer = authorization.lowercased().hasPrefix("bearer ")
        let token = isBearer ? String(authorization.dropFirst("bearer ".count)) : authorization
        do throws(TokenSigner.Fault) {
            let claims = try tokens.claims(of: token)
            return RolePool.Identity(role: claims["role"]?.string ?? "anon", claims: claims.text())
        } catch {
            switch error {
            case .malformed: throw .badToken
            case .badSignature: throw .badSignature
            case .expired: throw .keyExpired
            }
        }
    }
}
