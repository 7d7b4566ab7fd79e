extension Rule {
    static let imageNotAnImage = noPicture(
        "image-not-an-image",
        measures: "files whose first bytes are no picture's: error pages, texts, empty files",
        hint: "look at what the URL really serves, and upload the picture again")
}
