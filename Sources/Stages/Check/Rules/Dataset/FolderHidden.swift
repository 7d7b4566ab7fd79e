import Dataset

extension Rule {
    static let folderHidden = leftOut(
        "folder-hidden", .note, .hidden,
        measures:
            "hidden files and folders, __MACOSX, and links to folders that are read anyway: they are no rows",
        hint: "rename what is meant as a picture, or name it in a metadata.jsonl",
        saying: "hidden file(s) or folder(s) are left out")
}
