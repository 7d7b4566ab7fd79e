import Curl
import Dataset

/// A picture's place, with the requests that can bring it.
struct ObjectLocation: Sendable {
    /// What it is remembered by: the same for one object by any route, without a URL's token.
    let identity: String
    /// Tried one after another while the answer is that there is no such (public) bucket.
    let routes: [Route]

    /// One way of asking for it.
    struct Route: Sendable {
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

        /// What an answer must not repeat: the keys, and the query, which can be a token, or hold one that is longer
        /// than the usual parameter; as it stands there and decoded, since services send it either way.
        var secrets: [String] {
            let query = url.firstIndex(of: "?").map { String(url[url.index(after: $0)...]) } ?? ""
            let values = query.split(separator: "&").compactMap { parameter -> String? in
                let value = parameter.drop { $0 != "=" }.dropFirst()
                return value.count >= 8 ? String(value) : nil
            }
            let keys = [
                key?.text, signature?.accessKeyID, signature?.secretAccessKey, signature?.sessionToken,
            ]
            return keys.compactMap { $0 } + (query.isEmpty ? [] : [query]) + values
                + values.compactMap { PercentCoding.decoded($0) }
        }

        var headers: [(name: String, value: String)] {
            (insistsOnAuthorization ? key?.withAuthorization : key?.headers) ?? []
        }
    }
}
