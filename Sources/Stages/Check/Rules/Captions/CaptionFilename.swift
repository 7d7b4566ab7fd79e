import Dataset

extension Rule {
    static let captionFilename = caption(
        "caption-filename", .warning,
        measures: "captions that are the picture's file name, or hold it",
        hint: "write what the picture shows; a file name teaches the LoRA nothing"
    ) { caption, input, setting in
        let name = input.row.name.split(separator: "/").last.map(String.init) ?? input.row.name
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        if dot != name.endIndex, caption.lowercased().contains(name.lowercased()) {
            return "holds its own file name, \(name)"
        }
        let trigger = setting.run.trigger?.lowercased().bareWords ?? []
        let said = caption.lowercased().bareWords.without(trigger)
        let stem = String(name[..<dot]).lowercased().bareWords.without(trigger)
        // A camera's prefix and number is a file name, whatever the row's name is.
        let isCameraName =
            said.count > 1 && cameras.contains(said[0])
            && said.dropFirst().allSatisfy { $0.allSatisfy(\.isNumber) }
        let isEcho = said == stem && !said.isEmpty
        return isEcho || isCameraName ? "is no more than a file name" : nil
    }

    /// Prefixes of cameras and phones before a number.
    private static let cameras: Set<String> = [
        "img", "image", "dsc", "dscf", "dscn", "pxl", "mvimg", "dji", "gopr",
    ]
}

extension String {
    /// The words; underscores, hyphens and the border between letters and a number separate them.
    fileprivate var bareWords: [String] {
        replacing("_", with: " ").replacing("-", with: " ").tokens.flatMap { word -> [String] in
            let letters = word.prefix { $0.isLetter }
            let digits = word.dropFirst(letters.count)
            // IMG1234 is IMG and a number; h4rbour is one word.
            let isNumbered = !letters.isEmpty && !digits.isEmpty && digits.allSatisfy(\.isNumber)
            return isNumbered ? [String(letters), String(digits)] : [word]
        }
    }
}
