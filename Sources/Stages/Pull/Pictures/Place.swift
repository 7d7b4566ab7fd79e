import Curl

/// A picture's place, with the requests that can bring it.
struct Place: Sendable {
    /// What it is remembered by: the same for one object through whichever door, without a URL's token.
    let identity: String
    /// Tried one after another while the answer is that there is no such (public) bucket.
    let doors: [Door]

    /// One way of asking for it.
    struct Door: Sendable {
        let url: String
        /// The key that goes along, to its own host alone.
        var key: ProjectKey?
        /// Whether the key goes into `Authorization` even where the platform wants it in `apikey` alone.
        var insistsOnAuthorization = false
        var signature: RequestSignature?
        /// Whether it is one of the configured Storage's own; otherwise another host that rows may name.
        var isOfStorage = true
        /// Whether the URL holds a token that the row gave, which can be too old.
        var holdsToken = false

        /// What an answer must not repeat: the key, and the query, which can be a token.
        var secrets: [String] {
            let query = url.firstIndex(of: "?").map { String(url[url.index(after: $0)...]) }
            let token = query?.split(separator: "&").first { $0.hasPrefix("token=") }?.dropFirst(6)
            return [key?.text, query, token.map(String.init)].compactMap { $0 }
        }

        var headers: [(name: String, value: String)] {
            (insistsOnAuthorization ? key?.withAuthorization : key?.headers) ?? []
        }
    }
}
