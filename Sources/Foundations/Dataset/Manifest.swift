/// What went into an export and how: the contents of `manifest.lock.json`. Holds no secret, no time of day,
/// no host's name and no absolute path, so the same rows and versions give the same bytes.
public struct Manifest: Sendable, Equatable {
    /// The document's schema and version.
    public static let schema = "lorapipe.lock/1"

    /// The body of `POST /train` that the pictures give.
    public var payload: Payload
    /// The members of the body behind the pictures.
    public var training: JSONValue
    /// Every setting that shaped the pictures.
    public var recipe: JSONValue
    /// The versions that shaped them.
    public var tools: JSONValue
    /// The dataset.
    public var dataset: DatasetInfo
    /// A picture each, in payload order.
    public var images: [ManifestImage]

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
        payload: Payload, training: JSONValue, recipe: JSONValue, tools: JSONValue,
        dataset: DatasetInfo,
        images: [ManifestImage]
    ) {
        self.payload = payload
        self.training = training
        self.recipe = recipe
        self.tools = tools
        self.dataset = dataset
        self.images = images
    }

    private var content: JSONValue {
        .record([
            "schema": .string(Self.schema),
            "payload": .record([
                "sha256": .string(payload.digest.hex), "bytes": .int(payload.bytes),
                "images": .int(Int64(payload.images)),
            ]),
            "training": training,
            "recipe": recipe,
            "tools": tools,
            "dataset": .record([
                "id": .string(dataset.id), "name": .string(dataset.name),
                "trigger": dataset.trigger.map { .string($0) } ?? .null,
            ]),
            "images": .array(images.map(\.json)),
        ])
    }

    /// The file's text. Its last member is the digest of all before it, so that a flipped bit anywhere shows.
    public var text: String {
        guard case .object(let members) = content else { return "" }
        let seal = Digest.of(content.text(pretty: true))
        return JSONValue.object(members + [.init("seal", .string(seal.hex))]).text(pretty: true) + "\n"
    }

    /// Reads a lock file's text.
    ///
    /// - Throws: `ManifestError` when it is no lock file, of another version, or not as it was written.
    public init(text: String) throws(ManifestError) {
        let json: JSONValue
        do { json = try JSONValue(parsing: text) } catch { throw .damaged("it is not JSON: \(error)") }
        guard let schema = json["schema"]?.string else { throw .damaged("it has no schema") }
        guard schema == Self.schema else { throw .otherVersion(schema) }
        guard let payload = json["payload"],
            let digest = payload["sha256"]?.string.flatMap(Digest.init(hex:)),
            let bytes = payload["bytes"]?.int, let count = payload["images"]?.int,
            let training = json["training"],
            let recipe = json["recipe"], let tools = json["tools"], let dataset = json["dataset"],
            let id = dataset["id"]?.string, let name = dataset["name"]?.string,
            let images = json["images"]?.array
        else { throw .damaged("a member is missing or of another type") }
        var read: [ManifestImage] = []
        for (position, image) in images.enumerated() {
            guard let image = ManifestImage(json: image) else {
                throw .damaged("images[\(position)] can't be read")
            }
            read.append(image)
        }
        self.init(
            payload: Payload(digest: digest, bytes: bytes, images: Int(count)), training: training,
            recipe: recipe,
            tools: tools, dataset: DatasetInfo(id: id, name: name, trigger: dataset["trigger"]?.string),
            images: read)
        if self.text != text {
            throw .damaged("its seal does not fit its content: it was changed after it was written")
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
