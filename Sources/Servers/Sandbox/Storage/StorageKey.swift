import Dataset

/// Which names can be keys.
enum StorageKey {
    /// Whether a name can be a key at all; Storage refuses all others, on reading too.
    static func isKey(_ key: String) -> Bool {
        !key.isEmpty
            && key.unicodeScalars.allSatisfy { scalar in
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                    || "_/!-.*'() &$@=;:+,?".unicodeScalars.contains(scalar)
            }
    }

    /// A path's part as a key, decoded once.
    static func read(_ text: some StringProtocol) throws(StorageFailure) -> String {
        guard let name = PercentCoding.decoded(text) else { throw .badKey(String(text)) }
        guard isKey(name) else { throw .badKey(name) }
        return name
    }
}
