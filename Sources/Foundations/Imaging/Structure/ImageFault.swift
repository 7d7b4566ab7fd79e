/// Why a file is not an image that can be used.
public struct ImageFault: Error, Sendable, Equatable {
    /// What is wrong with it. The raw values are kept in the caches.
    public enum Kind: String, Sendable, CaseIterable {
        /// The first bytes are those of something else, or there are none.
        case notAnImage = "not-an-image"
        /// An image format, or a variant of one, that is not read.
        case unsupported
        /// More than one frame.
        case animated
        /// Above the limits of `ImageLimits`.
        case tooLarge = "too-large"
        /// The file ends early.
        case truncated
        /// Damaged, or beyond the limits of a decoder.
        case unreadable
        /// The stored file is damaged and could not be fetched again; nothing is known of its content.
        case unavailable
    }

    /// What is wrong with it.
    public let kind: Kind
    /// The same for the same file, every time.
    public let message: String

    /// A fault.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    static func truncated(_ message: String) -> ImageFault { ImageFault(.truncated, message) }
    static func unreadable(_ message: String) -> ImageFault { ImageFault(.unreadable, message) }
    static func unsupported(_ message: String) -> ImageFault { ImageFault(.unsupported, message) }
    static func animated(frames: Int) -> ImageFault {
        ImageFault(.animated, "an animation of \(frames) frames")
    }
}
