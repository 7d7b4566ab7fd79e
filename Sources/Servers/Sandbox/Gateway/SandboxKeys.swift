import Dataset

/// A sandbox's keys of both generations; random with each start.
struct SandboxKeys: Sendable {
    let tokens: TokenSigner
    /// Older keys are JSON Web Tokens that name a role.
    let anon: String
    let serviceRole: String
    /// Newer ones are opaque: the gateway alone knows what they stand for.
    let publishable: String
    let secret: String

    init() {
        var random = SystemRandomNumberGenerator()
        tokens = TokenSigner(secret: (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) })
        anon = Self.key("anon", tokens)
        serviceRole = Self.key("service_role", tokens)
        publishable = "sb_publishable_" + Self.letters(22, &random) + "_" + Self.letters(8, &random)
        secret = "sb_secret_" + Self.letters(22, &random) + "_" + Self.letters(8, &random)
    }

    private static func key(_ role: String, _ tokens: TokenSigner) -> String {
        // Far enough away that no sandbox sees it, as in Supabase's own keys.
        let year2100: Int64 = 4_102_444_800
        return tokens.sign(
            .record(["iss": "lorapipe-sandbox", "role": .string(role), "exp": .int(year2100)]))
    }

    private static func letters(_ count: Int, _ random: inout SystemRandomNumberGenerator) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<count).compactMap { _ in alphabet.randomElement(using: &random) })
    }
}
