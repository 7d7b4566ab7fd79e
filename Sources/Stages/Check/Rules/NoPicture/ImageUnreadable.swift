extension Rule {
    static let imageUnreadable = noPicture(
        "image-unreadable",
        measures: "pictures that a full decode refuses",
        hint:
            "export the picture again from its original; one that only took too long may be sound: save it with 8 bits a colour, or run where the machine is less busy"
    )
}
