/// A version's tag as a server gave it (RFC 9110, section 8.8.3).
enum EntityTag {
    /// A tag that can be sent back; nil for one with anything but plain letters, which headers and signatures can't
    /// carry as it is, and for one that is longer than any.
    static func usable(_ tag: String?) -> String? {
        guard let tag, !tag.isEmpty, tag.utf8.count <= 1024, !tag.contains("  "),
            tag.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { return nil }
        return tag
    }
}
