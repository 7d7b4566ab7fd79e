import Dataset
import Store

/// `shards/`: tar archives for WebDataset. A sample is a picture, its caption (`.txt`) and what is known of it (`.json`),
/// one behind the other under one key; none is split over two shards.
struct WebDatasetExporter: Exporter {
    static let folder = "shards"
    /// A shard's size at most, unless a single sample is larger: 1 GiB, what WebDataset's own pages work with.
    static let limit: Int64 = 1 << 30

    private let staging: Staging
    private let limit: Int64
    private var shard: StagedFile?
    private var finished: [ExportFile] = []

    init(_ staging: Staging, limit: Int64 = Self.limit) throws {
        self.staging = staging
        self.limit = limit
        try staging.makeDirectory(Self.folder)
    }

    mutating func add(_ entry: ManifestEntry) throws {
        let key = Self.key(of: entry.filename)
        let prepared = entry.prepared
        let facts = Self.facts(
            entry.filename, row: entry.row.row.id, source: entry.row.row.source,
            entry.row.image, prepared)
        let texts = [("txt", Array(entry.caption.utf8)), ("json", Array(facts.utf8))].map {
            (TarMember(name: "\(key).\($0)", size: Int64($1.count)), $1)
        }
        let image = TarMember(name: "\(key).\(prepared.format.fileExtension)", size: prepared.bytes)
        let shard = try shard(withRoomFor: texts.reduce(image.span) { $0 + $1.0.span })
        try shard.write(image.header)
        try staging.copy(entry) { chunk throws(StoreError) in try shard.write(chunk) }
        try shard.write(image.padding)
        for (member, bytes) in texts { try shard.write(member.header + bytes + member.padding) }
    }

    mutating func finish() throws -> [ExportFile] {
        try endShard()
        return finished
    }

    private mutating func shard(withRoomFor bytes: Int64) throws -> StagedFile {
        if let shard, shard.bytes + bytes + Int64(TarMember.end.count) > limit { try endShard() }
        if let shard { return shard }
        let number = String(finished.count)
        let name = "shard-\(String(repeating: "0", count: max(0, 6 - number.count)))\(number).tar"
        let fresh = try staging.file("\(Self.folder)/\(name)")
        shard = fresh
        return fresh
    }

    private mutating func endShard() throws {
        guard let shard else { return }
        try shard.write(TarMember.end)
        finished.append(try shard.finish())
        self.shard = nil
    }

    /// A picture's key. WebDataset takes all behind the first dot for the ending, and `datasets`, which reads shards too,
    /// passes over names that begin with `__` without a word. So the dots of a stem, and `_` where two of them begin it,
    /// become `~`: no prepared picture's stem holds it or begins with a dot, and different names stay different.
    static func key(of filename: String) -> String {
        let key = String(FileName.stem(of: filename).map { $0 == "." ? "~" : $0 })
        return key.hasPrefix("__") ? "~" + key.dropFirst() : key
    }

    /// What is known of a picture, as its `.json` holds it.
    static func facts(
        _ filename: String, row: String, source: String, _ image: SourceImage, _ prepared: PreparedImage
    ) -> String {
        JSONValue.record([
            "filename": .string(filename), "row": .string(row), "source": .string(source),
            "source_sha256": .string(image.digest.hex), "sha256": .string(prepared.digest.hex),
            "width": .int(Int64(prepared.size.width)), "height": .int(Int64(prepared.size.height)),
        ]).text()
    }
}
