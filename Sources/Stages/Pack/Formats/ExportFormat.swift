import Dataset

extension Pack {
    /// The shapes an export comes in.
    public enum ExportFormat: String, Sendable, CaseIterable {
        /// `payload.json`, the exact body of `POST /train`.
        case payload
        /// `images/` with a caption file beside each picture, and a `dataset.toml` for musubi-tuner.
        case folder
        /// `images/`, the captions in `images.jsonl`, and a `dataset.toml` for musubi-tuner.
        case jsonl
        /// `train/` with `metadata.jsonl`, as Hugging Face's `datasets` reads it.
        case imagefolder
        /// `shards/` with tar archives for WebDataset.
        case webdataset
        /// As `imagefolder`, with `croissant.json`.
        case croissant
    }
}

extension Pack.ExportFormat {
    /// Where a shape keeps what the lock's `images` names; every other file of it stands in the lock's `export`.
    public struct Layout: Sendable, Equatable {
        /// The folder in which each picture is a file of its payload's name, relative to the export; nil when the
        /// pictures are inside other files.
        public var pictures: String?
        /// Whether a `.txt` file with the caption stands beside each picture.
        public var hasCaptionFiles = false
    }

    /// This shape's layout.
    public var layout: Layout {
        switch self {
        case .payload, .webdataset: Layout()
        case .folder: Layout(pictures: "images", hasCaptionFiles: true)
        case .jsonl: Layout(pictures: "images")
        case .imagefolder, .croissant: Layout(pictures: ImageFolderExporter.folder)
        }
    }

    /// The writer of this shape, beside the payload's; nil where the payload is all there is to write.
    func exporter(into staging: Staging, _ configuration: Pack.Configuration) throws -> (any Exporter)? {
        switch self {
        case .payload: nil
        case .folder: try FolderExporter(staging, configuration.recipe)
        case .jsonl: try JSONLExporter(staging, configuration.recipe)
        case .imagefolder: try ImageFolderExporter(staging)
        case .webdataset: try WebDatasetExporter(staging)
        case .croissant: try CroissantExporter(staging, configuration.dataset)
        }
    }

    /// The entries directly below the export's directory that this shape is known to make before anything is written,
    /// as in `["images", "dataset.toml"]`. Numbered shards, whose names depend on the pictures, need not be among them.
    var entries: [String] {
        switch self {
        case .payload: ["payload.json"]
        case .folder: ["images", TrainerConfig.path]
        case .jsonl: ["images", JSONLExporter.lines, TrainerConfig.path]
        case .imagefolder: [ImageFolderExporter.folder]
        case .webdataset: [WebDatasetExporter.folder]
        case .croissant: [ImageFolderExporter.folder, CroissantDescription.path]
        }
    }
}

/// Writes one shape of an export below a staging directory. The pictures come one at a time, in payload order; an
/// exporter keeps none of them, so that an export of any size costs no memory.
protocol Exporter {
    /// Adds the next picture.
    ///
    /// - Throws: `StoreError` when it can't be read or written.
    mutating func add(_ entry: ManifestEntry) throws

    /// Writes what can only be written at the end.
    ///
    /// - Returns: every file besides those of `ExportFormat.layout` (pictures and captions under names of their own, the
    ///   payload), in a fixed order: the lock holds them.
    mutating func finish() throws -> [ExportFile]
}
