import Dataset

extension Rule {
    static let folderOtherFiles = leftOut(
        "folder-other-files", .note, .otherFile,
        measures: "files of a folder whose names do not end as a picture's does: they are no rows",
        hint: "rename what is meant as a picture, as in boat.jpg",
        saying: "file(s) without the ending of a picture are left out")
}
