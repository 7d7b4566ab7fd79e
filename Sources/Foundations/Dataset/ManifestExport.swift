/// What an export of another shape than the payload consists of besides pictures and captions.
public struct ManifestExport: Sendable, Equatable {
    /// The shape, as `--as` names it.
    public var format: String
    /// Its files besides pictures and captions of their own, in the order in which the shape writes them.
    public var files: [ExportFile]

    /// A shape with its files.
    public init(format: String, files: [ExportFile]) {
        self.format = format
        self.files = files
    }

    /// As it stands in a lock file.
    public var json: JSONValue {
        .record(["as": .string(format), "files": .array(files.map(\.json))])
    }

    /// Reads the member of a lock file; nil when a part is missing or of another type.
    public init?(json: JSONValue) {
        guard let format = json["as"]?.string, let elements = json["files"]?.array else { return nil }
        let files = elements.compactMap(ExportFile.init(json:))
        guard files.count == elements.count else { return nil }
        self.init(format: format, files: files)
    }
}

/// A file of an export.
public struct ExportFile: Sendable, Hashable {
    /// Where it lies, relative to the export's directory.
    public var path: String
    /// The SHA-256 of its bytes.
    public var digest: Digest
    /// Its size in bytes.
    public var bytes: Int64

    /// A file.
    public init(path: String, digest: Digest, bytes: Int64) {
        self.path = path
        self.digest = digest
        self.bytes = bytes
    }

    /// As it stands in a lock file.
    public var json: JSONValue {
        .record(["path": .string(path), "sha256": .string(digest.hex), "bytes": .int(bytes)])
    }

    /// Reads an element of a lock file; nil when a member is missing or of another type.
    public init?(json: JSONValue) {
        guard let path = json["path"]?.string, let bytes = json["bytes"]?.int,
            let digest = json["sha256"]?.string.flatMap(Digest.init(hex:))
        else { return nil }
        self.init(path: path, digest: digest, bytes: bytes)
    }
}
