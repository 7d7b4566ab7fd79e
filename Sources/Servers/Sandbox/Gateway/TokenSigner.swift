import Crypto
import Dataset
import Foundation

/// Makes and checks JSON Web Tokens signed with HMAC-SHA-256 (RFC 7515, `HS256`).
struct TokenSigner: Sendable {
    let secret: [UInt8]

    /// Why a token is not taken.
    enum Fault: Error {
        case malformed, badSignature, expired
    }

    /// A token with these claims.
    func sign(_ claims: JSONValue) -> String {
        let head = JSONValue.record(["alg": "HS256", "typ": "JWT"])
        let text = Self.base64URL(Array(head.text().utf8)) + "." + Self.base64URL(Array(claims.text().utf8))
        return text + "." + Self.base64URL(hmac(Array(text.utf8)))
    }

    /// The claims of a token that we signed and that has not run out at `now`.
    func claims(of token: String, now: Date = .now) throws(Fault) -> JSONValue {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = Self.bytes(base64URL: parts[1]),
            let signature = Self.bytes(base64URL: parts[2])
        else { throw .malformed }
        let signed = Array((parts[0] + "." + parts[1]).utf8)
        // Compares in constant time: the time taken must not depend on how many bytes were right.
        guard
            HMAC<SHA256>.isValidAuthenticationCode(
                signature, authenticating: signed, using: SymmetricKey(data: secret))
        else { throw .badSignature }
        // Why it is no JSON matters to nobody: the token is malformed.
        guard let claims = try? JSONValue(parsing: payload) else { throw .malformed }
        if let end = claims["exp"]?.double, end <= now.timeIntervalSince1970 { throw .expired }
        return claims
    }

    /// HMAC (RFC 2104) over SHA-256.
    func hmac(_ message: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    private static func bytes(base64URL text: Substring) -> [UInt8]? {
        let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.count % 4) % 4)
        return Data(base64Encoded: plain + padding).map { [UInt8]($0) }
    }
}
