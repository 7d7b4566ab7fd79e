public import Dataset
public import Pack

/// A finished export.
public struct Export: Sendable {
    /// Where it lies.
    public let directory: String
    /// What it consists of: one, unless it was split.
    public let parts: [Pack.Packed]

    /// How many pictures are in it.
    public var images: Int { parts.reduce(0) { $0 + $1.head.payload.images } }
    /// How many of them were taken from the store: no pixel of them was touched.
    public var reused: Int { parts.reduce(0) { $0 + $1.reused } }

    /// The document `lorapipe.export/1`; of a split export, with `parts` in place of `payload`.
    public var json: JSONValue {
        let schema = JSONValue.Member("schema", "lorapipe.export/1")
        if let only = parts.first, parts.count == 1 { return .object([schema] + Event(only).members) }
        return .object([
            schema, .init("out", .string(directory)), .init("images", .int(Int64(images))),
            .init("reused", .int(Int64(reused))),
            .init("parts", .array(parts.map { .object(Event($0).members) })),
        ])
    }
}
