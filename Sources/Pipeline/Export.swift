public import Dataset
import Pack

/// A finished export.
public struct Export: Sendable {
    /// What its lock says of it as a whole.
    public let head: ManifestHead
    /// Where it lies.
    public let directory: String
    /// How many of its pictures were taken from the store: no pixel of them was touched.
    public let reused: Int

    /// The document `lorapipe.export/1`.
    public var json: JSONValue {
        .object(
            [.init("schema", "lorapipe.export/1")]
                + Self.members(head, directory: directory, reused: reused))
    }

    static func members(_ head: ManifestHead, directory: String, reused: Int) -> [JSONValue.Member] {
        [
            .init("out", .string(directory)), .init("images", .int(Int64(head.payload.images))),
            .init("reused", .int(Int64(reused))),
            .init(
                "payload",
                .record([
                    "sha256": .string(head.payload.digest.hex), "bytes": .int(head.payload.bytes),
                ])),
        ]
    }
}
