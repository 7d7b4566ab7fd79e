import Dataset
import Store

/// `images/`, and the trainer's other form of a dataset: `images.jsonl`, with a picture's path and its caption a line,
/// and the `dataset.toml` that names it.
struct JSONLExporter: Exporter {
    static let lines = "images.jsonl"

    private let staging: Staging
    private let recipe: Recipe
    private let file: StagedFile

    init(_ staging: Staging, _ recipe: Recipe) throws {
        self.staging = staging
        self.recipe = recipe
        try staging.makeDirectory("images")
        file = try staging.file(Self.lines)
    }

    func add(_ entry: ManifestEntry) throws {
        try staging.place(entry, at: "images/\(entry.filename)")
        try file.write(Self.line(entry.filename, entry.caption))
    }

    func finish() throws -> [ExportFile] {
        [
            try file.finish(),
            try staging.write(TrainerConfig.text(recipe, .lines(Self.lines)), to: TrainerConfig.path),
        ]
    }

    /// A picture's line, with its end.
    static func line(_ filename: String, _ caption: String) -> String {
        JSONValue.record(["image_path": .string("images/\(filename)"), "caption": .string(caption)]).text()
            + "\n"
    }
}
