import Dataset
import Foundation

/// A Supabase project's API key, and how the platform wants it sent. Its text is never shown.
public struct ProjectKey: Sendable, Equatable, CustomStringConvertible {
    /// What a key's form shows.
    enum Kind: Sendable, Equatable {
        /// `sb_secret_…`: acts as `service_role`.
        case secret
        /// `sb_publishable_…`: acts as `anon`.
        case publishable
        /// An older key or a user's session: a JSON Web Token that names its role.
        case token(role: String?, project: String?, expires: Date?)
        /// None of these.
        case unknown
    }

    let text: String
    let kind: Kind
    /// The setting or variable that gave it.
    let origin: String

    /// Takes a key as it was given; nil for an empty one.
    ///
    /// - Parameter origin: the setting or variable it comes from, for messages.
    public init?(_ text: String?, from origin: String = "pull.storage.key") {
        guard let text = text?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else {
            return nil
        }
        self.text = text
        self.origin = origin
        kind =
            text.hasPrefix("sb_secret_")
            ? .secret : text.hasPrefix("sb_publishable_") ? .publishable : Self.token(text) ?? .unknown
    }

    /// What goes with every request: newer keys in `apikey` alone, tokens in `Authorization` too.
    var headers: [(name: String, value: String)] {
        if case .token = kind { return withAuthorization }
        return [("apikey", text)]
    }

    /// The same with the key in `Authorization` too, for gateways that make none of `apikey` themselves.
    var withAuthorization: [(name: String, value: String)] {
        [("apikey", text), ("Authorization", "Bearer \(text)")]
    }

    /// Whether row level security does not apply to it; nil when its form does not show it.
    var passesPolicies: Bool? {
        switch kind {
        case .secret: true
        case .publishable: false
        case .token(let role, _, _): role.map { $0 == "service_role" }
        case .unknown: nil
        }
    }

    /// The role it acts as, as far as it shows.
    var role: String {
        switch kind {
        case .secret: "service_role"
        case .publishable: "anon"
        case .token(let role, _, _): role ?? "a role it does not name"
        case .unknown: "a role it does not name"
        }
    }

    /// - Throws: `PullError` for a key that no header can carry: one with a line end in it, say.
    func refuseUnsendable() throws(PullError) {
        if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return }
        throw PullError(
            .settings, "the \(self) holds a space, a line end or another letter that no key has",
            hint: "copy it anew, in one line")
    }

    /// Whether its time was over at a moment.
    func isExpired(at now: Date = .now) -> Bool {
        if case .token(_, _, let end?) = kind { end <= now } else { false }
    }

    /// The project's reference, as tokens of hosted projects name it.
    var project: String? {
        if case .token(_, let project, _) = kind { project } else { nil }
    }

    /// What kind of key it is and where it comes from; never the key.
    public var description: String {
        let word =
            switch kind {
            case .secret: "secret key"
            case .publishable: "publishable key"
            case .token: "JWT key of \(role.printableLine)"
            case .unknown: "key of an unknown form"
            }
        return "\(word) (\(origin))"
    }

    /// The claims are read, not verified: that is the server's part.
    private static func token(_ text: String) -> Kind? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.hasPrefix("eyJ"), parts.count == 3 else { return nil }
        let base64 = String(parts[1]).replacing("-", with: "+").replacing("_", with: "/")
        let padded = base64 + String(repeating: "=", count: (4 - base64.count % 4) % 4)
        // A token whose claims can't be read is a token all the same, which the server will judge.
        let claims = Data(base64Encoded: padded).flatMap { try? JSONValue(parsing: [UInt8]($0)) }
        return .token(
            role: claims?["role"]?.string, project: claims?["ref"]?.string,
            expires: claims?["exp"]?.double.map { Date(timeIntervalSince1970: $0) })
    }
}
