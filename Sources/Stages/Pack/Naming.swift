import Dataset

/// An item with the name it has in the payload.
struct NamedItem: Sendable {
    let filename: String
    let item: Pack.Item

    /// The item as it stands in the lock.
    var locked: ManifestImage {
        ManifestImage(
            row: item.row.row.id, source: item.row.row.source, sourceImage: item.row.image,
            format: item.row.facts.format,
            sourceSize: PixelSize(width: item.row.facts.width, height: item.row.facts.height),
            crop: item.plan.sourceBox,
            scale: item.plan.scale, filename: filename, prepared: item.prepared,
            caption: Digest.of(item.row.caption))
    }
}

/// Names for prepared pictures that depend neither on insertion order nor on the door the rows came through.
enum Naming {
    /// Names the items, in row order, and sorts them by the names' bytes: the order in which the trainer's
    /// folder scan sees them. Equal names, the case of letters aside, get `-2`, `-3` in row order.
    static func named(_ items: [Pack.Item]) -> [NamedItem] {
        var uses: [String: Int] = [:]
        return items.map { item in
            let plain = FileName.prepared(item.row.row.name, item.prepared)
            let count = uses[plain.lowercased(), default: 0] + 1
            uses[plain.lowercased()] = count
            return NamedItem(
                filename: FileName.prepared(item.row.row.name, item.prepared, copy: count), item: item)
        }
        .sorted { $0.filename.utf8.lexicographicallyPrecedes($1.filename.utf8) }
    }
}
