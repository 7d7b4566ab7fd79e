import Dataset

extension Rule {
    static let folderExports = leftOut(
        "folder-exports", .note, .export,
        measures:
            "exports below the dataset's folder, by their manifest.lock.json: they were made of it, and are no rows",
        hint: "name a directory outside of the dataset's folder with --out",
        saying: "export(s) inside of the folder are left out")
}
