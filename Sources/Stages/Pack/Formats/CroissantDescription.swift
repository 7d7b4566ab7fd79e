import Dataset

/// `croissant.json`: JSON-LD by the Croissant format 1.0 (https://docs.mlcommons.org/croissant/docs/croissant-spec.html).
/// Who made the dataset, when, and under which licence isn't known here, so nothing is said of it.
struct CroissantDescription {
    static let path = "croissant.json"

    let dataset: DatasetInfo
    let pictures: Int
    let formats: [ImageFormat]
    /// The file with a line a picture.
    let metadata: ExportFile

    var text: String {
        JSONValue.record([
            "@context": CroissantContext.json,
            "@type": "sc:Dataset",
            "conformsTo": "http://mlcommons.org/croissant/1.0",
            "name": .string(dataset.name),
            "description": .string("\(pictures) captioned picture(s) to train a LoRA on" + trigger + "."),
            "distribution": .array([metadataFile, pictureFiles]),
            "recordSet": .array([rows]),
        ]).text(pretty: true) + "\n"
    }

    private var trigger: String { dataset.trigger.map { ", with the trigger word \($0)" } ?? "" }

    private var metadataFile: JSONValue {
        .record([
            "@type": "cr:FileObject", "@id": "metadata", "name": "metadata.jsonl",
            "contentUrl": .string(metadata.path), "contentSize": .string("\(metadata.bytes) B"),
            "encodingFormat": "application/jsonlines", "sha256": .string(metadata.digest.hex),
        ])
    }

    private var pictureFiles: JSONValue {
        .record([
            "@type": "cr:FileSet", "@id": "pictures", "name": "pictures",
            "encodingFormat": .array(encodings.map { .string($0) }),
            "includes": .array(
                formats.map { .string("\(ImageFolderExporter.folder)/*.\($0.fileExtension)") }),
        ])
    }

    /// mlcroissant knows no WebP. Told that there may be PNGs too, it leaves the choice to Pillow, which reads both.
    private var encodings: [String] {
        formats.map { "image/\($0.rawValue)" } + (formats == [.webp] ? ["image/png"] : [])
    }

    /// The records: a picture each, its metadata found by the file's name.
    private var rows: JSONValue {
        let name = Self.source("fileSet", "pictures", ["fileProperty": "filename"])
        return .record([
            "@type": "cr:RecordSet", "@id": "rows", "name": "rows",
            "description": "A picture with its caption, and the row that it came from.",
            "key": .record(["@id": "rows/file_name"]),
            "field": .array([
                field(
                    "file_name", "The picture's file.", column: "file_name",
                    more: [.init("references", name)]),
                .object(
                    head("image", "The picture.", "sc:ImageObject")
                        + [.init("source", Self.source("fileSet", "pictures", ["fileProperty": "content"]))]),
                field("text", "The caption.", column: "text"),
                field("row", "The id of the row.", column: "row", path: "id"),
                field(
                    "source", "Where the row's picture came from: a URL without its query, or a path.",
                    column: "row", path: "source"),
                field("sha256", "The SHA-256 of the picture's file.", column: "sha256"),
            ]),
        ])
    }

    private func head(_ name: String, _ description: String, _ type: String) -> [JSONValue.Member] {
        [
            .init("@type", "cr:Field"), .init("@id", .string("rows/\(name)")), .init("name", .string(name)),
            .init("description", .string(description)), .init("dataType", .string(type)),
        ]
    }

    /// A text from a column of the metadata, or from a member of the object that stands in it.
    private func field(
        _ name: String, _ description: String, column: String, path: String? = nil,
        more: [JSONValue.Member] = []
    ) -> JSONValue {
        let source = Self.source("fileObject", "metadata", ["column": .string(column)], path: path)
        return .object(head(name, description, "sc:Text") + [.init("source", source)] + more)
    }

    private static func source(
        _ kind: String, _ id: String, _ extract: KeyValuePairs<String, JSONValue?>, path: String? = nil
    ) -> JSONValue {
        .object(
            [.init(kind, .record(["@id": .string(id)])), .init("extract", .record(extract))]
                + (path.map { [.init("transform", .record(["jsonPath": .string($0)]))] } ?? []))
    }
}
