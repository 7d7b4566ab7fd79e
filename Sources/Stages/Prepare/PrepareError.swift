public import Dataset

/// One picture could not be prepared. The others can.
public struct PrepareError: Error, Sendable, CustomStringConvertible {
    /// The failed step: header, limits, sRGB, flatten, resample, upright, encode, verify.
    public let step: String
    /// What happened; the same text for the same file, every time.
    public let message: String
    /// What to do next.
    public let hint: String
    /// The image library's own message, when there is one. With several workers it may contain a line about another picture:
    /// use it in a log, not in a report, which must be the same twice.
    public let detail: String?

    /// `step` is one of those that the property lists.
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

/// The stored file of a source is damaged or missing; it was not used, and can be fetched again.
public struct DamagedSource: Error, Sendable {
    /// Its digest and size before the damage.
    public let image: SourceImage
}
