extension Rule {
    static let imageUnsupported = noPicture(
        "image-unsupported",
        measures: "pictures in a format that is not read: GIF, TIFF, AVIF, HEIF, BMP …",
        hint: "save it as PNG, JPEG or WebP and upload that")
}
