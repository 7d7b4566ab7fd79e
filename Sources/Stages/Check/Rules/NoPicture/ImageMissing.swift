extension Rule {
    static let imageMissing = noPicture(
        "image-missing",
        measures: "rows whose image_url is empty: their upload never finished",
        hint: "upload the picture again, or delete the row")
}
