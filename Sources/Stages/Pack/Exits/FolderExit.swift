import Dataset
import Store

/// `images/`: pictures, and captions with the same stem.
struct FolderExit: Exit {
    private let staging: Staging

    init(_ staging: Staging) throws {
        self.staging = staging
        try staging.makeDirectory("images")
    }

    func add(_ picture: PackedPicture) throws {
        try staging.place(picture, at: "images/\(picture.filename)")
        try staging.write(picture.caption, to: "images/\(picture.stem).txt")
    }

    /// Pictures and captions are held by the lock's `images`.
    func finish() -> [ExportFile] { [] }
}
