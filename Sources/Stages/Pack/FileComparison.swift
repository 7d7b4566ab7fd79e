import Dataset
import Foundation
import Store

/// Holds an export whose pictures or other parts are files of their own against its lock, file by file.
struct FileComparison {
    private let directory: String
    private let manifest: Manifest
    private let layout: Pack.Shape.Layout
    private let proof: UntouchedProof?
    private var found: [String] = []

    /// - Parameter proof: is given each picture whose bytes are the lock's.
    init(
        _ directory: String, _ manifest: Manifest, _ layout: Pack.Shape.Layout, _ proof: UntouchedProof?
    ) {
        self.directory = directory
        self.manifest = manifest
        self.layout = layout
        self.proof = proof
    }

    /// Everything that does not fit.
    consuming func mismatches() throws -> [String] {
        var expected = Set((manifest.export?.files ?? []).map(\.path))
        if let pictures = layout.pictures {
            for image in manifest.images {
                let name = "\(pictures)/\(image.filename)"
                expected.insert(name)
                if try isSame(name, image.prepared.digest, "the picture", " (row \(image.row))"), let proof {
                    let count = Int(clamping: min(image.prepared.bytes, UntouchedProof.limit))
                    proof.take(
                        try FileBytes.read("\(directory)/\(name)", count: count), as: image,
                        at: "\(name) (row \(image.row))")
                }
                guard layout.hasCaptionFiles else { continue }
                let caption = "\(pictures)/\(FileName.stem(of: image.filename)).txt"
                expected.insert(caption)
                _ = try isSame(caption, image.caption, "the caption", " (row \(image.row))")
            }
            // A picture too many would be trained on.
            for name in try names(in: pictures) where !expected.contains(name) {
                found.append("\(name) is not in the lock")
            }
        }
        for file in manifest.export?.files ?? [] { _ = try isSame(file.path, file.digest, "the file", "") }
        return found
    }

    /// Whether a file's bytes are the lock's; it is told where they are not.
    private mutating func isSame(
        _ name: String, _ digest: Digest, _ what: String, _ row: String
    ) throws -> Bool {
        let path = "\(directory)/\(name)"
        guard FileManager.default.fileExists(atPath: path) else {
            found.append("\(name) is missing\(row)")
            return false
        }
        let faults = try Verify.unreadable {
            try ObjectStore.digest(ofFile: path).digest == digest
                ? [] : ["\(name): \(what) differs from the lock\(row)"]
        }
        found += faults
        return faults.isEmpty
    }

    private func names(in folder: String) throws -> [String] {
        let path = "\(directory)/\(folder)"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted().map { "\(folder)/\($0)" }
    }
}
