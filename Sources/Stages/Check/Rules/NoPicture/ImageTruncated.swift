extension Rule {
    static let imageTruncated = noPicture(
        "image-truncated",
        measures: "pictures whose file ends too early: a transfer or an upload was cut",
        hint: "upload the whole picture again")
}
