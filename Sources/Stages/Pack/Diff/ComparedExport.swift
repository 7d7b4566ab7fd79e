public import Dataset
import Foundation

/// One side of a comparison: an export that was held against its lock, or a lock file alone.
public struct ComparedExport: Sendable {
    /// What it was called.
    public let path: String
    /// Its lock.
    public let manifest: Manifest
    /// What does not fit the lock, with its place; a comparison of such an export says nothing.
    public let mismatches: [String]
    /// Whether there is more than a lock file.
    private let isWhole: Bool

    /// Reads an export, every byte of it, or a lock file alone. Blocks.
    ///
    /// - Throws: `PackError` when there is none, `ManifestError` when its lock is damaged, `StoreError`.
    public init(at path: String) throws {
        self.path = path
        var isDirectory: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        isWhole = !isThere || isDirectory.boolValue
        if isWhole {
            let outcome = try Verify()(path)
            manifest = outcome.manifest
            mismatches = outcome.mismatches
        } else {
            manifest = try ExportLock.read(path)
            mismatches = []
        }
    }

    /// How another export differs from this one, with the texts of captions where they can be read. Blocks.
    ///
    /// - Throws: `StoreError`.
    public func difference(to other: ComparedExport) throws -> ExportDiff {
        var diff = ExportDiff(from: manifest, to: other.manifest)
        for side in [self, other] where side.isWhole {
            let texts = try CaptionTexts.read(diff.wantedTexts, in: side.path, of: side.manifest)
            diff.texts.merge(texts) { old, _ in old }
        }
        return diff
    }
}
