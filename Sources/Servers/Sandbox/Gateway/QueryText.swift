import Dataset

/// A URL's query.
enum QueryText {
    /// The parameters in their order, decoded as forms are: a plus is a space. A broken escape stays as it is.
    static func parameters(_ query: String?) -> [(name: String, value: String)] {
        (query ?? "").split(separator: "&").map { part in
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let texts = halves.map { half in
                let spaced = half.replacing("+", with: " ")
                return PercentCoding.decoded(spaced) ?? String(spaced)
            }
            return (texts.first ?? "", texts.count == 2 ? texts[1] : "")
        }
    }
}
