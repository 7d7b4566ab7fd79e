import Dataset

extension Rule {
    static let captionFilename = caption(
        "caption-filename", .warning,
        measures: "captions that are the picture's file name, or hold it",
        hint: "write what the picture shows; a file name teaches the LoRA nothing"
    ) { caption, subject, setting in
        let name = subject.row.name.split(separator: "/").last.map(String.init) ?? subject.row.name
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        if dot != name.endIndex, caption.lowercased().contains(name.lowercased()) {
            return "holds its own file name, \(name)"
        }
        let trigger = setting.run.trigger?.lowercased().tokens ?? []
        let said = caption.lowercased().tokens.filter { !trigger.contains($0) }
        let stem = String(name[..<dot]).lowercased().replacing("_", with: " ").tokens
        // A camera's own number needs no comparing.
        let isCameraName =
            said.count == 1 && said[0].wholeMatch(of: /(img|dsc|dscf|dscn|pxl|p)_?\d{3,}/) != nil
        let isEcho = said.filter { $0 != "_" } == stem.filter { !trigger.contains($0) } && !said.isEmpty
        return isEcho || isCameraName ? "is no more than a file name" : nil
    }
}
