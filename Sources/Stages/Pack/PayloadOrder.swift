import Dataset
import Store

/// The pictures of a payload in their order: by the bytes of their names, which is how the trainer's folder scan sees
/// them, and which depends neither on insertion order nor on the door the rows came through. Of each item it keeps a
/// few dozen bytes; the rest waits in the spool.
struct PayloadOrder {
    /// A picture's place.
    struct Entry {
        /// Its name in the payload.
        var name: String
        /// Where its item begins in the spool.
        let offset: Int64
        /// How many bytes it takes in the payload, a comma before it aside.
        var bytes: Int64
    }

    /// In payload order.
    private(set) var entries: [Entry] = []
    private let items: Spooled<Pack.Item>

    /// Names the items. Equal names, the case of letters aside, get `-2`, `-3` in row order.
    init(_ items: Spooled<Pack.Item>) throws {
        self.items = items
        entries.reserveCapacity(items.count)
        var reader = items.reader()
        while true {
            try Task.checkCancellation()
            let offset = reader.offset
            guard let item = try reader.next() else { break }
            let name = FileName.prepared(item.row.row.name, item.prepared)
            let bytes = PayloadWriter.bytes(of: item, named: name)
            entries.append(Entry(name: name, offset: offset, bytes: bytes))
        }
        numberEqualNames()
        entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// An entry's item, read back.
    func item(of entry: Entry) throws(StoreError) -> Pack.Item { try items.record(at: entry.offset) }

    private mutating func numberEqualNames() {
        entries.sort { left, right in
            let (one, other) = (left.name.utf8.lazy.map(Self.lower), right.name.utf8.lazy.map(Self.lower))
            if one.lexicographicallyPrecedes(other) { return true }
            return one.elementsEqual(other) && left.offset < right.offset
        }
        var (previous, copy) = ("", 1)
        for position in entries.indices {
            let name = entries[position].name
            let isEqual = name.utf8.lazy.map(Self.lower).elementsEqual(previous.utf8.lazy.map(Self.lower))
            previous = name
            copy = isEqual ? copy + 1 : 1
            guard copy > 1 else { continue }
            let stem = FileName.stem(of: name)
            entries[position].name = "\(stem)-\(copy)" + name.dropFirst(stem.count)
            entries[position].bytes += Int64("-\(copy)".utf8.count)
        }
    }

    /// Names of prepared pictures are ASCII.
    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}

extension ManifestImage {
    /// An item as it stands in the lock.
    init(_ item: Pack.Item, named filename: String) {
        self.init(
            row: item.row.row.id, source: item.row.row.source, sourceImage: item.row.image,
            format: item.row.facts.format,
            sourceSize: PixelSize(width: item.row.facts.width, height: item.row.facts.height),
            crop: item.row.plan.sourceBox, scale: item.row.plan.scale, filename: filename,
            prepared: item.prepared,
            caption: Digest.of(item.row.caption))
    }
}
