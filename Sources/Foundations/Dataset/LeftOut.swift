/// What lies in a source and is no row of it, though its owner may think so: by what it is, how many there are, and the
/// names of a few.
public struct LeftOut: Sendable, Equatable {
    /// Why something is no row.
    public enum Reason: String, Sendable, CaseIterable {
        /// A folder that could not be listed.
        case unreadable
        /// A link to a folder that lies elsewhere.
        case linked
        /// An export, by its lock file.
        case export
        /// A hidden file or folder, what macOS and file managers put beside pictures, and a link to a folder that is
        /// read by itself.
        case hidden
        /// A file whose name does not end as a picture's does.
        case otherFile
    }

    /// All of one reason.
    public struct Group: Sendable, Equatable {
        /// How many there are.
        public var count = 0
        /// The first of them by the bytes of their names, ten at most.
        public var names: [String] = []
    }

    private var groups: [Reason: Group] = [:]

    /// Nothing.
    public init() {}

    /// What is left out for a reason.
    public subscript(reason: Reason) -> Group { groups[reason] ?? Group() }

    /// Adds one; whatever order they come in, the same are named.
    public mutating func add(_ name: String, _ reason: Reason) {
        var group = self[reason]
        group.count += 1
        group.names.append(name)
        group.names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        group.names = Array(group.names.prefix(10))
        groups[reason] = group
    }
}
