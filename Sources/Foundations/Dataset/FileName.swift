/// Names that are legal and distinct on every file system the trainer runs on, Windows included.
public enum FileName {
    /// The stem of a prepared picture's name: letters, digits, `-`, `_` and `.` stay, everything else
    /// becomes `_`, 64 bytes at most; never empty, never one of the names Windows keeps for devices.
    public static func safeStem(of name: String) -> String {
        let base = name.split(separator: "/").last.map(String.init) ?? name
        var stem = base
        if let dot = base.lastIndex(of: "."), dot > base.startIndex { stem = String(base[..<dot]) }
        let safe = String(stem.unicodeScalars.map { isSafe($0) ? Character($0) : "_" })
        let trimmed = String(safe.prefix(64)).trimmingDots
        if trimmed.isEmpty { return "image" }
        return isDevice(trimmed) ? "_" + trimmed : trimmed
    }

    /// The name of a prepared picture: `{safe stem}-{first 12 hex of its digest}.{ext}`. A changed picture
    /// gets a new name, so the trainer's caches, which are keyed by stem, never serve a stale one.
    public static func prepared(_ name: String, _ image: PreparedImage, copy: Int = 1) -> String {
        let suffix = copy > 1 ? "-\(copy)" : ""
        return "\(safeStem(of: name))-\(image.digest.short)\(suffix).\(image.format.fileExtension)"
    }

    /// A file name without its ending.
    public static func stem(of name: String) -> String {
        name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    }

    /// Whether a name can be a file's on Windows: none of `< > : " / \ | ? *` or control characters, no
    /// trailing dot or space, no device name, 1 to 200 bytes.
    public static func isLegal(_ name: String) -> Bool {
        guard (1...200).contains(name.utf8.count), name != ".", name != ".." else { return false }
        if name.hasSuffix(".") || name.hasSuffix(" ") || isDevice(name) { return false }
        return !name.unicodeScalars.contains {
            $0.value < 0x20 || $0.value == 0x7F || forbidden.contains($0)
        }
    }

    /// Characters that no name on Windows may hold.
    public static let forbidden = Set("<>:\"/\\|?*".unicodeScalars)

    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || "-_.".unicodeScalars.contains(scalar))
    }

    /// Whether a name is one that Windows keeps for a device, whatever its ending: `con`, `NUL.jpg`, `COM1 .txt`.
    public static func isDevice(_ name: String) -> Bool {
        var stem = name.prefix { $0 != "." }.uppercased()
        // Windows drops the spaces before an ending: "con .txt" is the console too.
        while stem.last == " " { stem.removeLast() }
        if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(stem) { return true }
        return stem.count == 4 && (stem.hasPrefix("COM") || stem.hasPrefix("LPT"))
            && stem.last?.isNumber == true
    }
}

extension String {
    /// Without dots at either end: a leading one hides a file, a trailing one is dropped by Windows.
    fileprivate var trimmingDots: String {
        var text = Substring(self)
        while text.first == "." { text.removeFirst() }
        while text.last == "." { text.removeLast() }
        return String(text)
    }
}
