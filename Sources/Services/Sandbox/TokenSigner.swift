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
        let right = hmac(Array((parts[0] + "." + parts[1]).utf8))
        // Every byte is looked at: the time taken must not tell how many were right.
        guard signature.count == right.count, zip(signature, right).reduce(0, { $0 | ($1.0 ^ $1.1) }) == 0
        else { throw .badSignature }
        guard let claims = try? JSONValue(parsing: payload) else { throw .malformed }
        if let end = claims["exp"]?.double, end <= now.timeIntervalSince1970 { throw .expired }
        return claims
    }

    /// HMAC (RFC 2104) over SHA-256. The secret is shorter than a block of 64 bytes.
    func hmac(_ message: [UInt8]) -> [UInt8] {
        let key = secret + [UInt8](repeating: 0, count: 64 - secret.count)
        let inner = Self.bytes(of: Digest.of(key.map { $0 ^ 0x36 } + message))
        return Self.bytes(of: Digest.of(key.map { $0 ^ 0x5C } + inner))
    }

    private static func bytes(of digest: Digest) -> [UInt8] {
        let digits = Array(digest.hex)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
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
