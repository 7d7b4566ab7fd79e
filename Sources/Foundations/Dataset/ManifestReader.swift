/// Reads a lock file's text line by line, as `ManifestWriter` wrote it, so that a lock of any length costs no memory.
/// Each part must be as it would be written again: a changed byte anywhere is refused, at the latest by `finish`.
public struct ManifestReader: Sendable {
    /// A part of a lock.
    public enum Part: Sendable {
        /// What comes first.
        case head(ManifestHead)
        /// A picture, in payload order.
        case image(ManifestImage)
    }

    private enum Place { case head, images, end }

    private var writer = ManifestWriter()
    private var place = Place.head
    private var pending = ""
    private var images = 0
    /// Whether a comma stood behind the last picture, as one must when another comes.
    private var isContinued = true

    /// Nothing is read yet.
    public init() {}

    private static let opening = "  \"images\": ["
    /// No head or picture is that long: such a text is another file, and possibly an endless one.
    private static let longest = 1 << 22

    /// Takes the next line, without its end.
    ///
    /// - Returns: what is complete with it.
    /// - Throws: `ManifestError` when it is no lock file, of another version, or not as it was written.
    public mutating func take(_ line: String) throws(ManifestError) -> Part? {
        guard pending.utf8.count + line.utf8.count < Self.longest else {
            throw .damaged("it is no lock file")
        }
        switch place {
        case .head where line == Self.opening || line == Self.opening + "],":
            let head = try head()
            place = line == Self.opening ? .images : .end
            if place == .end { pending = "],\n" }
            return .head(head)
        case .images where line == "  ]," && images > 0 && !isContinued:
            place = .end
            pending = "\n  ],\n"
            return nil
        case .images where line == "    }" || line == "    },":
            let image = try image()
            isContinued = line.hasSuffix(",")
            return .image(image)
        default:
            pending += line + "\n"
            return nil
        }
    }

    /// Ends the reading.
    ///
    /// - Throws: `ManifestError` when the end is missing, or its seal does not fit.
    public func finish() throws(ManifestError) {
        guard place == .end, Self.isSame(pending, writer.end()) else { throw .changed }
    }

    private mutating func head() throws(ManifestError) -> ManifestHead {
        let text = pending + Self.opening
        pending = ""
        let json: JSONValue
        do { json = try JSONValue(parsing: text + "]}") } catch { throw .damaged("it is not JSON: \(error)") }
        let head = try ManifestHead(json: json)
        guard Self.isSame(writer.begin(head), text) else { throw .changed }
        return head
    }

    private mutating func image() throws(ManifestError) -> ManifestImage {
        let text = pending + "    }"
        pending = ""
        guard isContinued, let json = try? JSONValue(parsing: text),  // told just below
            let image = ManifestImage(json: json)
        else { throw .damaged("images[\(images)] can't be read") }
        let again = writer.image(image)
        guard Self.isSame(again.dropFirst(images == 0 ? 1 : 2), text) else { throw .changed }
        images += 1
        return image
    }

    /// By bytes: texts that look alike are equal to Swift.
    private static func isSame(_ one: some StringProtocol, _ other: some StringProtocol) -> Bool {
        one.utf8.elementsEqual(other.utf8)
    }
}

extension ManifestError {
    /// The seal or the spelling is not as it was written.
    static let changed = ManifestError.damaged(
        "its seal does not fit its content: it was changed after it was written")
}
