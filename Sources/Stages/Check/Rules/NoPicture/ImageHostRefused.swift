extension Rule {
    static let imageHostRefused = noPicture(
        "image-host-refused",
        measures: "pictures on hosts, or at paths, that the pipeline does not name",
        hint: "move the picture into the configured Storage, or allow its host on purpose")
}
