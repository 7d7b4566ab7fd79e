import Dataset

/// What a folder holds and is no row.
extension Rule {
    static let folderUnreadable = leftOut(
        "folder-unreadable", .error, .unreadable,
        measures: "folders below the dataset's that can't be listed: their pictures are no rows",
        hint: "let the user who runs this read the folder, or move it out of the dataset's",
        saying: "folder(s) can't be listed, and their pictures are left out")

    static let folderLinked = leftOut(
        "folder-linked", .error, .linked,
        measures:
            "links to folders that lie outside of the dataset's: they are not followed, and their pictures are no rows",
        hint: "put the folder itself there, or remove the link; set the rule to note to leave it out",
        saying: "linked folder(s) lead out of the dataset's folder and are left out")

    static let folderExports = leftOut(
        "folder-exports", .note, .export,
        measures:
            "exports below the dataset's folder, by their manifest.lock.json: they were made of it, and are no rows",
        hint: "name a directory outside of the dataset's folder with --out",
        saying: "export(s) inside of the folder are left out")

    static let folderHidden = leftOut(
        "folder-hidden", .note, .hidden,
        measures:
            "hidden files and folders, __MACOSX, and links to folders that are read anyway: they are no rows",
        hint: "rename what is meant as a picture, or name it in a metadata.jsonl",
        saying: "hidden file(s) or folder(s) are left out")

    static let folderOtherFiles = leftOut(
        "folder-other-files", .note, .otherFile,
        measures: "files of a folder whose names do not end as a picture's does: they are no rows",
        hint: "rename what is meant as a picture, as in boat.jpg",
        saying: "file(s) without the ending of a picture are left out")
}
