import Dataset

/// What the names in a Croissant 1.0 document mean: the context that the specification lays down.
enum CroissantContext {
    /// Names of Croissant's own, besides those with a type of their own below.
    private static let names = [
        "citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet",
        "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet",
        "references", "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField",
        "transform",
    ]

    /// The `@context`.
    static var json: JSONValue {
        let fixed: [JSONValue.Member] = [
            .init("@language", "en"), .init("@vocab", "https://schema.org/"),
            .init("sc", "https://schema.org/"), .init("cr", "http://mlcommons.org/croissant/"),
            .init("rai", "http://mlcommons.org/croissant/RAI/"), .init("dct", "http://purl.org/dc/terms/"),
            .init("conformsTo", "dct:conformsTo"), .init("data", typed("cr:data", "@json")),
            .init("examples", typed("cr:examples", "@json")),
            .init("dataType", typed("cr:dataType", "@vocab")),
        ]
        return .object(fixed + names.map { .init($0, .string("cr:\($0)")) })
    }

    private static func typed(_ id: String, _ type: String) -> JSONValue {
        .record(["@id": .string(id), "@type": .string(type)])
    }
}
