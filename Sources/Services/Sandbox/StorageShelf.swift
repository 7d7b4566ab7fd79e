import Dataset
import Foundation

/// The buckets and what is in them: files of the sample folders under the keys that the original system uses.
struct StorageShelf: Sendable {
    /// The public bucket.
    static let bucket = "images"
    /// A private one with the same objects, to try keys and signed URLs on.
    static let privateBucket = "images-private"

    private let files: [String: String]

    /// Puts every picture under `{dataset id}/{file name}`.
    init(samples: [SampleFolder]) {
        var files: [String: String] = [:]
        for sample in samples {
            for picture in sample.pictures { files["\(sample.id)/\(picture)"] = "\(sample.path)/\(picture)" }
        }
        self.files = files
    }

    /// Whether there is such a bucket, and whether anybody may read it.
    func isPublic(_ bucket: String) -> Bool? {
        switch bucket {
        case Self.bucket: true
        case Self.privateBucket: false
        default: nil
        }
    }

    /// Whether a key is known, whatever became of its file.
    func holds(_ key: String) -> Bool { files[key] != nil }

    /// An object as its file is now. Throws the storage's own answer when there is none.
    func object(_ key: String) throws(StorageFailure) -> StoredObject {
        guard let path = files[key] else { throw .objectNotFound }
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
            let size = (facts[.size] as? NSNumber)?.int64Value,
            let changed = facts[.modificationDate] as? Date
        else { throw .bytesGone }
        return StoredObject(path: path, size: size, lastModified: changed)
    }

    /// Whether a name can be a key at all; Storage refuses all others, on reading too.
    static func isKey(_ key: String) -> Bool {
        !key.isEmpty
            && key.unicodeScalars.allSatisfy { scalar in
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                    || "_/!-.*'() &$@=;:+,?".unicodeScalars.contains(scalar)
            }
    }
}

/// A file as the storage shows it.
struct StoredObject: Sendable {
    let path: String
    let size: Int64
    let lastModified: Date

    /// 32 hexadecimal digits in quotes. It follows from size and time of change, as the service's own file
    /// backend does it, so that no byte has to be read for a revalidation.
    var etag: String {
        let text = "\(size) \(lastModified.timeIntervalSince1970)"
        return "\"\(Digest.of(text).hex.prefix(32))\""
    }
}
