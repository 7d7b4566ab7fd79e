import Dataset

/// The file names of one payload, as the trainer needs them: legal, with an ending that is accepted, distinct where case
/// does not count, and distinct without their endings too.
public struct NameInspection: Sendable {
    private var names: [String: String] = [:]
    private var stems: [String: String] = [:]
    /// The trainer looks for these in lower or in upper case, not mixed.
    private static let endings: Set<String> = ["png", "jpg", "jpeg", "webp", "bmp"]

    /// Of a payload whose names are yet to come.
    public init() {}

    /// Why this name is refused; nil when it may be used, and then it is taken.
    public mutating func take(_ name: String) -> String? {
        guard FileName.isLegal(name) else { return "the file name is not legal on Windows" }
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else {
            return "the file name has no ending; it takes png, jpg, jpeg, webp or bmp"
        }
        let ending = String(name[name.index(after: dot)...])
        guard ending == ending.lowercased() || ending == ending.uppercased(),
            Self.endings.contains(ending.lowercased())
        else { return "the file name ends in .\(ending); it takes png, jpg, jpeg, webp or bmp" }
        if let other = names[name.lowercased()] {
            return "the file name is the same as \(other) where case does not count"
        }
        let stem = name[..<dot].lowercased()
        if let other = stems[stem] {
            return "the file name has the same stem as \(other), and the trainer's caches are kept by stem"
        }
        names[name.lowercased()] = name
        stems[stem] = name
        return nil
    }
}
