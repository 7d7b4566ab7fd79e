import Dataset
import Store

/// The folder that Hugging Face's `datasets` opens as an `imagefolder`: `train/` with the pictures and a
/// `metadata.jsonl` of their captions.
///
/// All lies in `train/` because `datasets` guesses splits from names: beside pictures at the top, one whose name holds
/// the word "test" or "val" would become a split of its own, and the others would be left out without a word.
struct ImageFolderExporter: Exporter {
    static let folder = "train"
    static let metadata = "train/metadata.jsonl"

    private let staging: Staging
    private let file: StagedFile

    init(_ staging: Staging) throws {
        self.staging = staging
        try staging.makeDirectory(Self.folder)
        file = try staging.file(Self.metadata)
    }

    func add(_ entry: ManifestEntry) throws {
        try staging.place(entry, at: "\(Self.folder)/\(entry.filename)")
        try file.write(
            Self.line(
                entry.filename, entry.caption, row: entry.row.row.id,
                source: entry.row.row.source, entry.prepared))
    }

    func finish() throws -> [ExportFile] { [try file.finish()] }

    /// A picture's line, with its end. The row stands in an object of its own: pandas, by which mlcroissant reads this
    /// file, would take a column of ids such as "0012" for numbers.
    static func line(
        _ filename: String, _ caption: String, row: String, source: String, _ prepared: PreparedImage
    ) -> String {
        JSONValue.record([
            "file_name": .string(filename), "text": .string(caption),
            "row": .record(["id": .string(row), "source": .string(source)]),
            "sha256": .string(prepared.digest.hex),
        ]).text() + "\n"
    }
}
