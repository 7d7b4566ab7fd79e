import Foundation

extension String {
    /// The text without secrets that a stranger's words may repeat: each is taken out as it is, percent-encoded and in
    /// base64. Secrets of fewer than four letters stay: they stand in too many words.
    public func redacting(_ secrets: [String]) -> String {
        secrets.filter { $0.count >= 4 }.reduce(self) { text, secret in
            let forms = [secret, PercentCoding.encoded(secret), Data(secret.utf8).base64EncodedString()]
            return forms.reduce(text) { $0.replacing($1, with: "(not shown)") }
        }
    }
}
