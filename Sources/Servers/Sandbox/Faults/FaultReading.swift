extension Fault {
    /// The grammar of `init(parsing:)`, for people.
    public static let grammar = """
        A fault is WHERE:WHAT, or WHERE:WHATxN for the first N requests alone. WHERE is storage, rest, * or a part of \
        the path. WHAT is one of
          429 (any status of 400-599), 429=2 (with Retry-After: 2)
          close (no answer), cut=1000 (after 1000 bytes), slow=2.5 (seconds), length=10 (a wrong Content-Length)
          redirect=URL, type=text/html (a wrong Content-Type), html (a web page with status 200)
          norange (Range is ignored), range500 (500 for a bad Range, not 416), stale=30 (a cache that keeps what it saw for 30 seconds)
        """

    /// Reads a fault as the command line gives it, as in `storage:429x3` or `/object/public:cut=1000`.
    ///
    /// - Throws: `SandboxError` for anything else.
    public init(parsing text: String) throws(SandboxError) {
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty else {
            throw Self.unread(text, "it has no WHERE: before the colon")
        }
        var what = halves[1]
        // The last x with nothing but digits behind it is the number of times.
        if let mark = what.lastIndex(of: "x"), mark != what.startIndex {
            let digits = what[what.index(after: mark)...]
            if !digits.isEmpty, digits.allSatisfy(\.isASCIIDigit) {
                guard let number = Int(digits), number > 0 else {
                    throw Self.unread(text, "xN takes a number above 0")
                }
                times = number
                what = what[..<mark]
            }
        }
        place = String(halves[0])
        let words = what.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let effect = Effect(String(words[0]), words.count == 2 ? String(words[1]) : nil) else {
            throw Self.unread(text, "there is no fault \(what)")
        }
        self.effect = effect
    }

    private static func unread(_ text: String, _ why: String) -> SandboxError {
        SandboxError(
            message: "cannot read the fault '\(text)': \(why)", hint: "as in storage:429x3; --help lists all")
    }
}

extension Fault.Effect {
    fileprivate init?(_ word: String, _ value: String?) {
        switch (word, value) {
        case ("close", nil): self = .close
        case ("html", nil): self = .page
        case ("norange", nil): self = .ignoreRange
        case ("range500", nil): self = .rangeError
        case ("cut", let value?):
            guard let count = Int(value), count >= 0 else { return nil }
            self = .cut(after: count)
        case ("length", let value?):
            guard let count = Int(value), count >= 0 else { return nil }
            self = .length(count)
        case ("slow", let value?):
            guard let seconds = Self.seconds(value) else { return nil }
            self = .slow(seconds: seconds)
        case ("stale", let value?):
            guard let seconds = Self.seconds(value) else { return nil }
            self = .stale(seconds: seconds)
        case ("redirect", let value?):
            guard value.hasPrefix("http://") || value.hasPrefix("https://") else { return nil }
            self = .redirect(value)
        case ("type", let value?):
            guard !value.isEmpty else { return nil }
            self = .type(value)
        default:
            guard let status = Int(word), (400...599).contains(status) else { return nil }
            if let value {
                guard let seconds = Int(value), seconds >= 0 else { return nil }
                self = .status(status, retryAfter: seconds)
            } else {
                self = .status(status)
            }
        }
    }

    private static func seconds(_ text: String) -> Double? {
        guard let seconds = Double(text), seconds >= 0, seconds <= 86_400 else { return nil }
        return seconds
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
