import Dataset

extension Rule {
    static let imageWrongType = row(
        "image-wrong-type", .note, on: .picture,
        measures: "pictures whose name ends in another format than their bytes are in",
        hint:
            "nothing breaks here: the bytes decide, and exports are named after them; other tools may refuse it"
    ) { input, _ in
        guard let format = input.inspected?.facts.format else { return nil }
        let name = input.row.name.lowercased()
        guard let dot = name.lastIndex(of: ".") else { return nil }
        let ending = String(name[name.index(after: dot)...])
        guard let said = endings[ending], said != format.rawValue else { return nil }
        return "is named .\(ending) and is \(format.rawValue)"
    }

    /// File extensions, and the format that each stands for.
    private static let endings = [
        "png": "png", "apng": "png", "jpg": "jpeg", "jpeg": "jpeg", "jpe": "jpeg", "jfif": "jpeg",
        "webp": "webp",
        "gif": "gif", "bmp": "bmp", "tif": "tiff", "tiff": "tiff", "avif": "avif", "heic": "heif",
        "heif": "heif",
        "jxl": "jxl",
    ]
}
