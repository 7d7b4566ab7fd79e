/// The head of a lock: everything but its pictures, which can be many.
public struct ManifestHead: Sendable, Equatable {
    /// The body of `POST /train` that the pictures give.
    public var payload: Manifest.Payload
    /// The export's shape and further files; nil for a payload, which has none.
    public var export: ManifestExport?
    /// The members of the body behind the pictures.
    public var training: JSONValue
    /// Every setting that shaped the pictures.
    public var recipe: JSONValue
    /// The versions that shaped them.
    public var tools: JSONValue
    /// The dataset.
    public var dataset: DatasetInfo

    /// A head.
    public init(
        payload: Manifest.Payload, export: ManifestExport? = nil, training: JSONValue, recipe: JSONValue,
        tools: JSONValue, dataset: DatasetInfo
    ) {
        self.payload = payload
        self.export = export
        self.training = training
        self.recipe = recipe
        self.tools = tools
        self.dataset = dataset
    }

    /// The members of a lock file before its pictures.
    var members: [JSONValue.Member] {
        let members: KeyValuePairs<String, JSONValue?> = [
            "schema": .string(Manifest.schema),
            "payload": .record([
                "sha256": .string(payload.digest.hex), "bytes": .int(payload.bytes),
                "images": .int(Int64(payload.images)),
            ]),
            "export": export?.json,
            "training": training,
            "recipe": recipe,
            "tools": tools,
            "dataset": .record([
                "id": .string(dataset.id), "name": .string(dataset.name),
                "trigger": dataset.trigger.map { .string($0) } ?? .null,
            ]),
        ]
        return JSONValue.record(members).members ?? []
    }

    /// Reads a lock file's head.
    ///
    /// - Throws: `ManifestError` when a member is missing, of another type, or of another version.
    init(json: JSONValue) throws(ManifestError) {
        guard let schema = json["schema"]?.string else { throw .damaged("it has no schema") }
        guard schema == Manifest.schema else { throw .otherVersion(schema) }
        guard let payload = json["payload"],
            let digest = payload["sha256"]?.string.flatMap(Digest.init(hex:)),
            let bytes = payload["bytes"]?.int, let count = payload["images"]?.int,
            let training = json["training"],
            let recipe = json["recipe"], let tools = json["tools"], let dataset = json["dataset"],
            let id = dataset["id"]?.string, let name = dataset["name"]?.string
        else { throw .damaged("a member is missing or of another type") }
        let export = json["export"].map(ManifestExport.init(json:))
        // Outer nil: there is none. Inner nil: it can't be read.
        if case .some(.none) = export { throw .damaged("its list of files can't be read") }
        self.init(
            payload: Manifest.Payload(digest: digest, bytes: bytes, images: Int(count)),
            export: export ?? nil, training: training, recipe: recipe, tools: tools,
            dataset: DatasetInfo(id: id, name: name, trigger: dataset["trigger"]?.string))
    }
}
