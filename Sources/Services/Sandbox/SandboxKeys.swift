import Dataset

/// A sandbox's keys in the older shape, as JSON Web Tokens; random with each start.
struct SandboxKeys: Sendable {
    let tokens: TokenSigner
    let anon: String
    let serviceRole: String

    init() {
        var random = SystemRandomNumberGenerator()
        tokens = TokenSigner(secret: (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) })
        anon = Self.key("anon", tokens)
        serviceRole = Self.key("service_role", tokens)
    }

    private static func key(_ role: String, _ tokens: TokenSigner) -> String {
        // Far enough away that no sandbox sees it, as in Supabase's own keys.
        let year2100: Int64 = 4_102_444_800
        return tokens.sign(
            .record(["iss": "lorapipe-sandbox", "role": .string(role), "exp": .int(year2100)]))
    }
}
