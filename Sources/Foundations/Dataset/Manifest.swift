/// What went into an export and how: the contents of `manifest.lock.json`. Holds no secret, no time of day,
/// no host's name and no absolute path, so the same rows and versions give the same bytes.
@dynamicMemberLookup
public struct Manifest: Sendable, Equatable {
    /// The document's schema and version.
    public static let schema = "lorapipe.lock/1"

    /// The export as a whole.
    public var head: ManifestHead
    /// A picture each, in payload order.
    public var images: [ManifestImage]

    /// The head's members, each under its own name.
    public subscript<Value>(dynamicMember member: WritableKeyPath<ManifestHead, Value>) -> Value {
        get { head[keyPath: member] }
        set { head[keyPath: member] = newValue }
    }

    /// The identity of a payload.
    public struct Payload: Sendable, Equatable {
        /// The SHA-256 of the whole body.
        public var digest: Digest
        /// Its size in bytes.
        public var bytes: Int64
        /// How many pictures it holds.
        public var images: Int

        /// A payload's identity.
        public init(digest: Digest, bytes: Int64, images: Int) {
            self.digest = digest
            self.bytes = bytes
            self.images = images
        }
    }

    /// A manifest.
    public init(
        payload: Payload, export: ManifestExport? = nil, training: JSONValue, recipe: JSONValue,
        tools: JSONValue, dataset: DatasetInfo, images: [ManifestImage]
    ) {
        head = ManifestHead(
            payload: payload, export: export, training: training, recipe: recipe, tools: tools,
            dataset: dataset)
        self.images = images
    }

    /// The file's text. Its last member is the digest of all before it, so that a flipped bit anywhere shows.
    public var text: String {
        var writer = ManifestWriter()
        var text = writer.begin(head)
        for image in images { text += writer.image(image) }
        return text + writer.end()
    }

    /// Reads a lock file's text.
    ///
    /// - Throws: `ManifestError` when it is no lock file, of another version, or not as it was written.
    public init(text: String) throws(ManifestError) {
        let json: JSONValue
        do { json = try JSONValue(parsing: text) } catch { throw .damaged("it is not JSON: \(error)") }
        head = try ManifestHead(json: json)
        guard let elements = json["images"]?.array else { throw .damaged("it has no images") }
        images = []
        for (position, element) in elements.enumerated() {
            guard let image = ManifestImage(json: element) else {
                throw .damaged("images[\(position)] can't be read")
            }
            images.append(image)
        }
        if self.text != text {
            throw .changed
        }
    }
}

/// A lock file that can't be relied on.
public enum ManifestError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It is not as lorapipe wrote it.
    case damaged(String)
    /// Another version of lorapipe wrote it.
    case otherVersion(String)

    /// In a sentence.
    public var description: String {
        switch self {
        case .damaged(let why): "the lock file is damaged: \(why)"
        case .otherVersion(let schema):
            "the lock file is \(schema); this version reads \(Manifest.schema)"
        }
    }
}
