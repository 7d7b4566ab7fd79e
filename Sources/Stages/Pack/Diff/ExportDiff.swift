public import Dataset

/// How a second export differs from a first, row by row and in what holds for all rows. Computed from the two lock
/// files alone; the captions' texts, which a lock does not hold, may be added.
public struct ExportDiff: Sendable, Equatable {
    /// Something that was one thing and is another.
    public struct Change<Value: Sendable & Equatable>: Sendable, Equatable {
        /// In the first export.
        public var from: Value
        /// In the second.
        public var to: Value

        /// Two values.
        public init(_ from: Value, _ to: Value) {
            self.from = from
            self.to = to
        }

        /// Nil where both are the same.
        static func between(_ from: Value, _ to: Value) -> Change? {
            from == to ? nil : Change(from, to)
        }

        /// Nil where both have the same bytes.
        static func between(_ from: String, _ to: String) -> Change? where Value == String {
            from.isExactly(to) ? nil : Change(from, to)
        }
    }

    /// What a row of one export is found by in the other.
    public enum Basis: String, Sendable {
        /// The rows' ids.
        case id
        /// Pictures and captions, where the exports have no id in common: a folder's rows and a database's.
        case content
    }

    /// What rows were paired by.
    public let basis: Basis
    /// The rows that differ, by file name.
    public let rows: [RowDifference]
    /// How many rows are the same in everything.
    public let unchanged: Int
    /// What differs for all rows.
    public let head: [HeadDifference]
    /// The payloads.
    public let payload: Change<Manifest.Payload>
    /// Texts of captions that differ, by their digest; empty until they are read.
    public var texts: [Digest: String] = [:]

    /// Compares two lock files.
    public init(from first: Manifest, to second: Manifest) {
        let pairing = RowPairing(first.images, second.images)
        let head = HeadDifference.all(first, second)
        let rows = pairing.pairs.compactMap { RowDifference($0, head: head) }
        basis = pairing.basis
        self.rows = rows
        unchanged = pairing.pairs.count - rows.count
        self.head = head
        payload = Change(first.payload, second.payload)
    }

    /// Whether the trainer would get the same bytes.
    public var isSamePayload: Bool { payload.from.digest == payload.to.digest }

    /// Whether the lock files say the same too.
    public var isEmpty: Bool { isSamePayload && rows.isEmpty && head.isEmpty }

    /// The captions that differ, on both sides.
    public var wantedTexts: Set<Digest> {
        Set(rows.compactMap(\.caption).flatMap { [$0.from, $0.to] })
    }
}
