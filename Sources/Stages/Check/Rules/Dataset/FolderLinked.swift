import Dataset

extension Rule {
    static let folderLinked = leftOut(
        "folder-linked", .error, .linked,
        measures:
            "links to folders that lie outside of the dataset's: they are not followed, and their pictures are no rows",
        hint: "put the folder itself there, or remove the link; set the rule to note to leave it out",
        saying: "linked folder(s) lead out of the dataset's folder and are left out")
}
