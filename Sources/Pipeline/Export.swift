public import Dataset
import Pack

/// A finished export.
public struct Export: Sendable {
    /// What is in it.
    public let manifest: Manifest
    /// Where it lies.
    public let directory: String
    /// How many of its pictures were taken from the store: no pixel of them was touched.
    public let reused: Int

    /// The document `lorapipe.export/1`.
    public var json: JSONValue {
        .object(
            [.init("schema", "lorapipe.export/1")]
                + Self.members(manifest, directory: directory, reused: reused))
    }

    static func members(_ manifest: Manifest, directory: String, reused: Int) -> [JSONValue.Member] {
        [
            .init("out", .string(directory)), .init("images", .int(Int64(manifest.images.count))),
            .init("reused", .int(Int64(reused))),
            .init(
                "payload",
                .record([
                    "sha256": .string(manifest.payload.digest.hex), "bytes": .int(manifest.payload.bytes),
                ])),
        ]
    }
}
