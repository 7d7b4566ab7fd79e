import Dataset

/// Writes one shape of an export below a staging directory. The pictures come one at a time, in payload order; an
/// exit keeps none of them, so that an export of any size costs no memory.
protocol Exporter {
    /// Takes the next picture.
    ///
    /// - Throws: `StoreError` when it can't be read or written.
    mutating func add(_ picture: PackedPicture) throws

    /// Writes what can only be written at the end.
    ///
    /// - Returns: every file besides those of `ExportFormat.layout` (pictures and captions under names of their own, the
    ///   payload), in a fixed order: the lock holds them.
    mutating func finish() throws -> [ExportFile]
}

/// A picture on its way into an export.
struct PackedPicture: Sendable {
    /// Its name in the payload: unique in the export whatever the case of letters, legal on Windows.
    let filename: String
    /// The row, how it was cropped, and what it became.
    let item: Pack.Item
    /// The prepared picture's file, in the object store: to be read, not changed.
    let path: String

    /// The caption as the trainer gets it.
    var caption: String { item.row.caption }

    /// The file name without its ending.
    var stem: String { FileName.stem(of: filename) }
}

extension FileName {
    /// A file name without its ending.
    static func stem(of name: String) -> String {
        name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    }
}
