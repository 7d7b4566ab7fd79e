import Dataset
import Foundation

/// The tokens of signed URLs: one object, one purpose, until a time.
struct Signatures: Sendable {
    let tokens: TokenSigner

    /// What a token may be used for; one does not do for the other.
    enum Scope: String {
        case download, upload
    }

    /// - Parameter place: bucket and key, as the URL holds them.
    func sign(_ place: String, _ scope: Scope, expiresIn seconds: Int64, more: [JSONValue.Member] = [])
        -> String
    {
        let start = Int64(Date.now.timeIntervalSince1970)
        let claims: [JSONValue.Member] = [
            .init("url", .string(place)), .init("scope", .string(scope.rawValue)), .init("iat", .int(start)),
            .init("exp", .int(start + min(seconds, 10 * 365 * 24 * 3600))),
        ]
        return tokens.sign(.object(claims + more))
    }

    /// The claims of a request's token. Throws unless it is for this place and purpose.
    func check(_ parameters: [(name: String, value: String)], _ place: String, _ scope: Scope)
        throws(StorageFailure) -> JSONValue
    {
        guard let token = parameters.first(where: { $0.name == "token" })?.value else { throw .noSignToken }
        let claims: JSONValue
        do throws(TokenSigner.Fault) {
            claims = try tokens.claims(of: token)
        } catch {
            throw error == .expired ? .signExpired : .signForAnother
        }
        guard claims["url"]?.string == place, claims["scope"]?.string == scope.rawValue else {
            throw .signForAnother
        }
        return claims
    }
}
