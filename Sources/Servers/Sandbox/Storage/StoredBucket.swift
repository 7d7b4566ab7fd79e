import Dataset

/// A row of `storage.buckets`.
struct StoredBucket: Sendable {
    let id: String
    let isPublic: Bool
    let sizeLimit: Int64?
    let types: [String]?
    let json: JSONValue

    /// One value to select for `init`, as the bucket routes show it: an owner is a string, never null.
    static let column = """
        json_build_object('id', id, 'name', name, 'owner', coalesce(owner::text, ''), 'public', public,
            'type', type, 'file_size_limit', file_size_limit, 'allowed_mime_types', allowed_mime_types,
            'created_at', \(StoredObject.time("created_at")), 'updated_at', \(StoredObject.time("updated_at")))::text
        """

    init?(_ text: String?) throws {
        guard let text else { return nil }
        json = try JSONValue(parsing: text)
        guard let id = json["id"]?.string else { return nil }
        self.id = id
        isPublic = json["public"] == .bool(true)
        sizeLimit = json["file_size_limit"]?.int
        types = json["allowed_mime_types"]?.array?.compactMap(\.string)
    }

    /// Whether an upload of this type may go in; `image/*` stands for all of its kind.
    func takes(_ type: String) -> Bool {
        guard let types, !types.isEmpty else { return true }
        let plain = String(type.prefix { $0 != ";" }).trimming(" ")
        return types.contains { $0 == plain || ($0.hasSuffix("/*") && plain.hasPrefix($0.dropLast())) }
    }
}
