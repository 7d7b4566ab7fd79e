extension Rule {
    static let imageUnreadable = noPicture(
        "image-unreadable",
        measures: "pictures that a full decode refuses",
        hint: "export the picture again from its original")
}
