import Dataset

/// The gateway's rules for keys: which requests pass, and with what `Authorization` the service behind sees them.
struct GatewayKeys: Sendable {
    let keys: SandboxKeys

    /// A refusal of the gateway's own, in a shape of its own.
    struct Refusal: Error, Equatable {
        /// Nil for no body at all.
        let body: JSONValue?

        static let noKey = Refusal(
            body: .record([
                "message": "No API key found in request",
                "hint": "No `apikey` request header or url param was found.",
            ]))
        static let unknownKey = Refusal(
            body: .record([
                "message": "Invalid API key",
                "hint": "Double check your Supabase `anon` or `service_role` API key.",
            ]))
        /// For a secret key in a browser.
        static let browser = Refusal(body: nil)
    }

    /// The `Authorization` for the service behind; nil for none.
    ///
    /// - Parameter isKeyNeeded: whether this service is closed to requests without a key: REST's is, Storage decides
    ///   for itself.
    func authorization(
        apikey: String?, authorization: String?, userAgent: String?, isKeyNeeded: Bool
    ) throws(Refusal) -> String? {
        if isKeyNeeded {
            guard let apikey else { throw .noKey }
            guard [keys.anon, keys.serviceRole, keys.publishable, keys.secret].contains(apikey) else {
                throw .unknownKey
            }
        }
        if let apikey, apikey.hasPrefix("sb_"), ![keys.publishable, keys.secret].contains(apikey) {
            throw .unknownKey
        }
        if apikey == keys.secret, userAgent?.contains("Mozilla") == true { throw .browser }
        // A user's own token, or an older key, goes through as it is. A newer key in this place counts for nothing:
        // clients repeat there what they say in `apikey`.
        if let authorization, !authorization.hasPrefix("Bearer sb_") { return authorization }
        guard let apikey else { return nil }
        switch apikey {
        case keys.secret: return "Bearer \(keys.serviceRole)"
        case keys.publishable: return "Bearer \(keys.anon)"
        default: return "Bearer \(apikey)"
        }
    }
}
