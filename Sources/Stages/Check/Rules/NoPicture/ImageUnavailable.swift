extension Rule {
    static let imageUnavailable = noPicture(
        "image-unavailable",
        measures: "pictures that could not be fetched, after retries where those can help",
        hint: "open the URL in a browser; check the bucket, the key and the file's name")
}
