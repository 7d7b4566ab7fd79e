/// One row of a dataset as its source holds it, before anything was judged.
public struct DatasetRow: Sendable, Equatable {
    /// What findings and lock files call the row: the database id, or the file's path relative to the folder.
    public var id: String
    /// `image_name` of the row, or the file's name. Not unique.
    public var name: String
    /// Where the picture is; empty until its upload finished.
    public var image: String
    /// The caption as stored: nil for NULL (or no caption file), untrimmed.
    public var caption: String?
    /// Why there is a caption that could not be read: then `caption` is nil. In a sentence that names its place.
    public var captionFault: String?
    /// When the row was made, as the database prints it; nil for NULL and for files.
    public var createdAt: String?
    /// The point that a crop is to keep, as the source spells it; nil where it names none. `Focus` reads it.
    public var focus: String?

    /// A row.
    public init(
        id: String, name: String, image: String, caption: String?, createdAt: String? = nil,
        focus: String? = nil, captionFault: String? = nil
    ) {
        self.id = id
        self.name = name
        self.image = image
        self.caption = caption
        self.createdAt = createdAt
        self.focus = focus
        self.captionFault = captionFault
    }

    /// The caption as the trainer gets it: trimmed as the trainer itself trims it, with `\n` as its only line end, empty
    /// when there is none. musubi-tuner reads caption files so and takes JSON as it is: one text in every shape.
    public var trimmedCaption: String {
        // Scalar by scalar: a blank with an accent on it is one character, and the accent stays.
        var text = Self.withLineFeeds(caption ?? "").unicodeScalars[...]
        while text.first.map(Self.isTrimmed) == true { text.removeFirst() }
        while text.last.map(Self.isTrimmed) == true { text.removeLast() }
        return String(Substring(text))
    }

    /// A text in which `\r\n` and a lone `\r` are `\n`, as Python reads text files (universal newlines); it knows no other
    /// line ends.
    public static func withLineFeeds(_ text: String) -> String {
        guard text.utf8.contains(0x0D) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var hasReturned = false
        for byte in text.utf8 {
            if byte != 0x0A || !hasReturned { bytes.append(byte == 0x0D ? 0x0A : byte) }
            hasReturned = byte == 0x0D
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Python's `str.strip` takes Unicode's white space, and the four separators of ASCII besides.
    private static func isTrimmed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }

    /// Where the picture came from, fit to be shown and locked: without a URL's query, fragment and
    /// user part, any of which can hold a secret.
    public var source: String { Self.withoutSecrets(image) }

    /// The picture's URL, fit to be shown, for a browser to open; nil for a path.
    public var url: String? {
        let location = image.drop(while: \.isWhitespace).lowercased()
        return location.hasPrefix("http://") || location.hasPrefix("https://") ? source : nil
    }

    /// A URL or path without query, fragment and user part.
    public static func withoutSecrets(_ location: String) -> String {
        // Scalars, not characters: a "?" before a combining mark is another character, and ends a path
        // all the same.
        let scalars = location.unicodeScalars
        guard let scheme = scalars.firstRange(of: "://".unicodeScalars) else {
            // A path on the server, as Storage's own signed URLs are given; a file's path never starts so.
            guard scalars.first == "/" else { return location }
            return String(Substring(scalars.prefix { $0 != "?" && $0 != "#" }))
        }
        var rest = scalars[scheme.upperBound...]
        if let end = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) { rest = rest[..<end] }
        let authorityEnd = rest.firstIndex(of: "/") ?? rest.endIndex
        if let user = rest[..<authorityEnd].lastIndex(of: "@") {
            rest = rest[rest.index(after: user)...]
        }
        return String(Substring(scalars[..<scheme.upperBound])) + String(Substring(rest))
    }
}

/// What is known of a dataset besides its rows.
public struct DatasetInfo: Sendable, Equatable {
    /// The database id; for a folder, its name.
    public var id: String
    /// The name people use.
    public var name: String
    /// The word that each caption should hold; nil when none is set.
    public var trigger: String?
    /// How many rows it has, when that was counted.
    public var rows: Int?

    /// A dataset.
    public init(id: String, name: String, trigger: String?, rows: Int? = nil) {
        self.id = id
        self.name = name
        self.trigger = trigger
        self.rows = rows
    }
}
