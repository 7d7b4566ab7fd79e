extension Rule {
    static let imageTooLarge = noPicture(
        "image-too-large",
        measures:
            "files above the limit of bytes, pictures above 50 megapixels (16.7 when interlaced, progressive or WebP), and lines of pixels that would be enlarged to more than 10,000,000",
        hint:
            "make the picture smaller before uploading it, since the trainer never uses more than its resolution; of a line, nothing can be made"
    )
}
