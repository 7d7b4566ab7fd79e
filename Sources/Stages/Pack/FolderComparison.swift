import Dataset
import Foundation
import Store

/// Holds the pictures and captions of a folder export against its lock, file by file.
enum FolderComparison {
    /// Everything that does not fit.
    ///
    /// - Parameter proof: is given each picture whose bytes are the lock's.
    static func mismatches(
        in folder: String, against manifest: Manifest, proof: UntouchedProof? = nil
    ) throws -> [String] {
        var found: [String] = []
        var expected: Set<String> = []
        /// Whether a file's bytes are the lock's.
        func compare(_ name: String, _ digest: Digest, _ what: String, _ row: String) throws -> Bool {
            expected.insert(name)
            let path = "\(folder)/\(name)"
            guard FileManager.default.fileExists(atPath: path) else {
                found.append("images/\(name) is missing (row \(row))")
                return false
            }
            let faults = try Verify.unreadable {
                try ObjectStore.digest(ofFile: path).digest == digest
                    ? [] : ["images/\(name): \(what) differs from the lock (row \(row))"]
            }
            found += faults
            return faults.isEmpty
        }
        for image in manifest.images {
            let isSame = try compare(image.filename, image.prepared.digest, "the picture", image.row)
            if isSame, let proof {
                let count = Int(clamping: min(image.prepared.bytes, UntouchedProof.limit))
                proof.take(
                    try FileBytes.read("\(folder)/\(image.filename)", count: count), as: image,
                    at: "images/\(image.filename) (row \(image.row))")
            }
            _ = try compare(
                PictureFolder.captionName(of: image.filename), image.caption, "the caption", image.row)
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        where !expected.contains(name) {
            found.append("images/\(name) is not in the lock")
        }
        return found
    }
}
