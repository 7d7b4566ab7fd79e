extension Rule {
    static let imageAnimated = noPicture(
        "image-animated",
        measures: "animations (APNG, animated WebP), of which only one frame could be trained on",
        hint: "save the frame that is meant as a picture of its own and upload that")
}
