extension Rule {
    static let imageTooLarge = noPicture(
        "image-too-large",
        measures:
            "files above the limit of bytes, and pictures above 50 megapixels (16 when interlaced, progressive or WebP)",
        hint: "make the picture smaller before uploading it; the trainer never uses more than its resolution")
}
