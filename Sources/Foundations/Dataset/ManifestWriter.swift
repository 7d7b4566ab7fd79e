/// Writes a lock file's text piece by piece, so that a lock of any length costs no memory: the head, each picture,
/// then the end with the seal over all before it.
public struct ManifestWriter: Sendable {
    private var hash = RunningDigest()
    private var images = 0

    /// Nothing is written yet.
    public init() {}

    /// The text up to the pictures.
    public mutating func begin(_ head: ManifestHead) -> String {
        let members = head.members.map { "\n  \(JSONValue.quoted($0.key)): \($0.value.text(indentedBy: 1))," }
        return hashed("{" + members.joined() + "\n  \"images\": [")
    }

    /// A picture's text.
    public mutating func image(_ image: ManifestImage) -> String {
        defer { images += 1 }
        return hashed((images == 0 ? "\n    " : ",\n    ") + image.json.text(indentedBy: 2))
    }

    /// The text behind the pictures, with the file's end.
    public func end() -> String {
        let close = images == 0 ? "]" : "\n  ]"
        // The seal is over the document as it would stand without the seal.
        var sealed = hash
        sealed.update(Array((close + "\n}").utf8))
        return close + ",\n  \"seal\": \(JSONValue.quoted(sealed.finish().hex))\n}\n"
    }

    private mutating func hashed(_ text: String) -> String {
        hash.update(Array(text.utf8))
        return text
    }
}
