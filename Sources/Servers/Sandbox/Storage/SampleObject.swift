/// A picture of a sample folder as an object of a bucket.
struct SampleObject: Sendable {
    /// The public bucket.
    static let bucket = "images"
    /// A private one with the same objects, to try keys and signed URLs on.
    static let privateBucket = "images-private"

    /// The bucket's id and whether anybody may read it.
    static let buckets = [(bucket, true), (privateBucket, false)]

    let bucket: String
    /// `{dataset id}/{file name}`, as in the original system.
    let name: String
    let path: String

    var id: String { DeterministicID.of("lorapipe sandbox object \(bucket)/\(name)") }
    var version: String { DeterministicID.of("lorapipe sandbox version \(bucket)/\(name)") }

    /// Every picture of a folder, in both buckets. Storage could not hold one whose name is no key.
    static func all(of folder: SampleFolder) -> [SampleObject] {
        buckets.flatMap { bucket, _ in
            folder.pictures.compactMap { picture in
                let name = "\(folder.id)/\(picture)"
                return StorageKey.isKey(name)
                    ? SampleObject(bucket: bucket, name: name, path: "\(folder.path)/\(picture)") : nil
            }
        }
    }
}
