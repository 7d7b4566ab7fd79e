import Dataset

extension Pack {
    /// The shapes an export comes in.
    public enum Shape: String, Sendable, CaseIterable {
        /// `payload.json`, the exact body of `POST /train`.
        case payload
        /// `images/` with a caption file beside each picture.
        case folder
    }
}

extension Pack.Shape {
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
        case .payload: Layout()
        case .folder: Layout(pictures: "images", hasCaptionFiles: true)
        }
    }

    /// The writer of this shape, beside the payload's; nil where the payload is all there is to write.
    func exit(into staging: Staging, _ order: Pack.Order) throws -> (any Exit)? {
        switch self {
        case .payload: nil
        case .folder: try FolderExit(staging)
        }
    }

    /// The entries directly below the export's directory that this shape is known to make before anything is written,
    /// as in `["images", "dataset.toml"]`. Numbered shards, whose names depend on the pictures, need not be among them.
    var entries: [String] {
        switch self {
        case .payload: ["payload.json"]
        case .folder: ["images"]
        }
    }
}
