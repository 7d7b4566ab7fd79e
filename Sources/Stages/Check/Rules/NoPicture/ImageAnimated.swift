extension Rule {
    static let imageAnimated = noPicture(
        "image-animated",
        measures: "animations: pictures of more than one frame",
        hint: "save the one frame that is meant as a picture of its own")
}
