/// The picture formats that are read and written.
public enum ImageFormat: String, Sendable, CaseIterable {
    case png, jpeg, webp

    /// The ending of a file in this format: png, jpg, webp (the trainer accepts these).
    public var fileExtension: String { self == .jpeg ? "jpg" : rawValue }
}
