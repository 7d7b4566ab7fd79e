import Dataset
import Foundation
import Store

/// Where the bytes of objects lie: sample files where they are, uploads in a folder of the sandbox's own.
struct StoredBytes: Sendable {
    /// The files of sample objects by their versions.
    let samples: [String: String]
    /// The folder of uploads, each named by its version.
    let folder: String

    init(samples: [SampleObject], folder: String) throws {
        self.samples = Dictionary(samples.map { ($0.version, $0.path) }) { first, _ in first }
        self.folder = folder
        // When this process is killed, the server's account removes what is left of it, and has to be let. Nobody
        // else gets past the cluster's own directory.
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
    }

    /// An object's file as it is now. Throws the service's own answer when there is none.
    func file(of object: StoredObject) throws(StorageFailure) -> StoredFile {
        guard let version = object.version, let file = StoredFile(path(of: version)) else { throw .bytesGone }
        return file
    }

    func path(of version: String) -> String {
        // A version is a name of ours; another one's slashes must not lead elsewhere.
        samples[version] ?? "\(folder)/\(version.replacing("/", with: "_"))"
    }

    /// Keeps an upload's bytes and says how they are to be found again.
    func keep(_ bytes: [UInt8]) throws -> (version: String, file: StoredFile) {
        let version = UUID().uuidString.lowercased()
        try Data(bytes).write(to: URL(fileURLWithPath: path(of: version)))
        guard let file = StoredFile(path(of: version)) else { throw StorageFailure.bytesGone }
        return (version, file)
    }

    /// Removes an upload's bytes. A sample's file is not ours to remove.
    func forget(_ version: String?) {
        guard let version, samples[version] == nil else { return }
        try? FileManager.default.removeItem(atPath: path(of: version))  // gone already is as good
    }
}

/// A file as the storage shows it.
struct StoredFile: Sendable {
    let path: String
    let size: Int64
    let lastModified: Date

    /// Nil when there is no such file, or none that can be looked at. A pipe is none: to open it would wait for a writer.
    init?(_ path: String) {
        guard (try? RegularFile(path)) != nil,
            let facts = try? FileManager.default.attributesOfItem(atPath: path),
            let size = (facts[.size] as? NSNumber)?.int64Value,
            let changed = facts[.modificationDate] as? Date
        else { return nil }
        self.path = path
        self.size = size
        lastModified = changed
    }

    /// 32 hexadecimal digits in quotes. It follows from size and time of change, as the service's own file
    /// backend does it, so that no byte has to be read for a revalidation.
    var etag: String {
        let text = "\(size) \(lastModified.timeIntervalSince1970)"
        return "\"\(Digest.of(text).hex.prefix(32))\""
    }

    /// What the service keeps of it in `storage.objects.metadata`.
    func metadata(type: String, cacheControl: String) -> JSONValue {
        .record([
            "eTag": .string(etag), "size": .int(size), "mimetype": .string(type),
            "cacheControl": .string(cacheControl), "lastModified": .string(HTTPDate.iso(lastModified)),
            "contentLength": .int(size), "httpStatusCode": 200,
        ])
    }
}
