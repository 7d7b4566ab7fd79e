import Dataset

/// Writes one shape of an export below a staging directory. The pictures come one at a time, in payload order; an
/// exporter keeps none of them, so that an export of any size costs no memory.
protocol Exporter {
    /// Adds the next picture.
    ///
    /// - Throws: `StoreError` when it can't be read or written.
    mutating func add(_ entry: ManifestEntry) throws

    /// Writes what can only be written at the end.
    ///
    /// - Returns: every file besides those of `ExportFormat.layout` (pictures and captions under names of their own, the
    ///   payload), in a fixed order: the lock holds them.
    mutating func finish() throws -> [ExportFile]
}
