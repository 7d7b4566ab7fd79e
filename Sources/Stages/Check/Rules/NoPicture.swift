import Imaging

/// The rules for rows without a usable picture: each names one reason, found by the fetch or by the inspection.
extension Rule {
    /// The rule that reports an image fault: the only place where one becomes the other.
    static func forFault(_ kind: ImageFault.Kind) -> Rule {
        switch kind {
        case .notAnImage: .imageNotAnImage
        case .unsupported: .imageUnsupported
        case .animated: .imageAnimated
        case .tooLarge: .imageTooLarge
        case .truncated: .imageTruncated
        case .unreadable: .imageUnreadable
        case .unavailable: .imageUnavailable
        }
    }

    static let imageMissing = noPicture(
        "image-missing",
        measures: "rows whose image_url is empty: their upload never finished",
        hint: "upload the picture again, or delete the row")

    static let imageUnavailable = noPicture(
        "image-unavailable",
        measures: "pictures that could not be fetched, after retries where those can help",
        hint: "open the URL in a browser; check the bucket, the key and the file's name")

    static let imageHostRefused = noPicture(
        "image-host-refused",
        measures: "pictures on hosts, or at paths, that the pipeline does not name",
        hint: "move the picture into the configured Storage, or allow its host on purpose")

    static let imageTooLarge = noPicture(
        "image-too-large",
        measures:
            "files above the limit of bytes, pictures above 50 megapixels (16.7 when interlaced, progressive or WebP), and lines of pixels that would be enlarged to more than 10,000,000",
        hint:
            "make the picture smaller before uploading it, since the trainer never uses more than its resolution; of a line, nothing can be made"
    )

    static let imageNotAnImage = noPicture(
        "image-not-an-image",
        measures: "files whose first bytes are no picture's: error pages, texts, empty files",
        hint: "look at what the URL really serves, and upload the picture again")

    static let imageUnsupported = noPicture(
        "image-unsupported",
        measures: "pictures in a format that is not read: GIF, TIFF, AVIF, HEIF, BMP …",
        hint: "save it as PNG, JPEG or WebP and upload that")

    static let imageAnimated = noPicture(
        "image-animated",
        measures: "animations (APNG, animated WebP), of which only one frame could be trained on",
        hint: "save the frame that is meant as a picture of its own and upload that")

    static let imageUnreadable = noPicture(
        "image-unreadable",
        measures: "pictures that a full decode refuses",
        hint:
            "export the picture again from its original; one that only took too long may be sound: save it with 8 bits a colour, or run where the machine is less busy"
    )

    static let imageTruncated = noPicture(
        "image-truncated",
        measures: "pictures whose file ends too early: a transfer or an upload was cut",
        hint: "upload the whole picture again")
}
