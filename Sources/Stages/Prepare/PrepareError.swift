public import Dataset

/// One picture could not be prepared. The others can.
public struct PrepareError: Error, Sendable, CustomStringConvertible {
    /// The step where it stopped: header, limits, sRGB, flatten, resample, upright, encode, verify.
    public let step: String
    /// What happened; the same words for the same file, every time.
    public let message: String
    /// What to do next.
    public let hint: String
    /// The image library's own words, when it had any. With several workers they may hold a line that belongs to
    /// another picture: good for a log, not for a report that must come out the same twice.
    public let detail: String?

    /// A failure.
    public init(step: String, message: String, hint: String, detail: String? = nil) {
        self.step = step
        self.message = message
        self.hint = hint
        self.detail = detail
    }

    init(_ step: Step, _ message: String, hint: String, detail: String? = nil) {
        self.init(step: step.rawValue, message: message, hint: hint, detail: detail)
    }

    /// The step, the message and the detail.
    public var description: String {
        "prepare (\(step)): \(message)" + (detail.map { " (\($0))" } ?? "")
    }

    enum Step: String {
        case header, limits, sRGB, flatten, resample, upright, encode, verify
    }
}

/// The kept file of a source is damaged or gone; it was not used, and can be fetched again.
public struct DamagedSource: Error, Sendable {
    /// What it was.
    public let image: SourceImage
}
