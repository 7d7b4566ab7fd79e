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

    func add(_ picture: PackedPicture) throws {
        try staging.place(picture, at: "images/\(picture.filename)")
        try staging.write(picture.caption, to: "images/\(picture.stem).txt")
    }

    func finish() throws -> [ExportFile] {
        [try staging.write(TrainerConfig.text(recipe, .directory("images")), to: TrainerConfig.path)]
    }
}
