import Dataset
import Store

/// `images/`: pictures, and captions with the same stem; and the trainer's `dataset.toml`.
struct FolderExporter: Exporter {
    private let staging: Staging
    private let recipe: Recipe

    init(_ staging: Staging, _ recipe: Recipe) throws {
        self.staging = staging
        self.recipe = recipe
        try staging.makeDirectory("images")
    }

    func add(_ entry: ManifestEntry) throws {
        try staging.place(entry, at: "images/\(entry.filename)")
        try staging.write(entry.caption, to: "images/\(entry.stem).txt")
    }

    func finish() throws -> [ExportFile] {
        [try staging.write(TrainerConfig.text(recipe, .directory("images")), to: TrainerConfig.path)]
    }
}
