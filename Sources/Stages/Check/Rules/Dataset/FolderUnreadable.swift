import Dataset

extension Rule {
    static let folderUnreadable = leftOut(
        "folder-unreadable", .error, .unreadable,
        measures: "folders below the dataset's that can't be listed: their pictures are no rows",
        hint: "let the user who runs this read the folder, or move it out of the dataset's",
        saying: "folder(s) can't be listed, and their pictures are left out")
}
