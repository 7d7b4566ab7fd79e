public import Dataset
import Foundation
import Store

/// Holds an export against its lock file.
public struct Verify: Sendable {
    /// What came of it.
    public struct Outcome: Sendable {
        /// The lock.
        public var manifest: Manifest
        /// The shape found.
        public var shape: Pack.Shape
        /// Everything that does not fit, with its place; empty for an export that verifies.
        public var mismatches: [String]
    }

    /// A verifier.
    public init() {}

    /// Reads every byte of an export.
    ///
    /// - Throws: `PackError` when the directory holds no export, `ManifestError` when its lock is damaged.
    public func callAsFunction(_ directory: String) throws -> Outcome {
        let lock = directory + "/manifest.lock.json"
        guard FileManager.default.fileExists(atPath: lock) else {
            throw PackError(
                message: "\(directory) holds no whole export: manifest.lock.json is missing",
                hint: "run lorapipe export PIPELINE --out \(directory)")
        }
        let size = try FileBytes.size(of: lock)
        guard let text = String(validating: try FileBytes.read(lock, count: Int(size)), as: UTF8.self)
        else {
            throw ManifestError.damaged("it is not UTF-8")
        }
        let manifest = try Manifest(text: text)
        if let export = manifest.export {
            return Outcome(
                manifest: manifest, shape: Pack.Shape(rawValue: export.shape) ?? .payload,
                mismatches: try ExitComparison.mismatches(in: directory, against: manifest, export))
        }
        if FileManager.default.fileExists(atPath: directory + "/payload.json") {
            let found = try Self.unreadable {
                try PayloadComparison.mismatches(in: directory + "/payload.json", against: manifest)
            }
            return Outcome(manifest: manifest, shape: .payload, mismatches: found)
        }
        if FileManager.default.fileExists(atPath: directory + "/images") {
            return Outcome(
                manifest: manifest, shape: .folder,
                mismatches: try folderMismatches(directory + "/images", manifest))
        }
        return Outcome(
            manifest: manifest, shape: .payload,
            mismatches: ["payload.json is missing, and so is images/"])
    }

    /// What can't be read does not fit the lock either.
    static func unreadable(_ compare: () throws -> [String]) throws -> [String] {
        do { return try compare() } catch let error as StoreError { return [error.message] }
    }

    private func folderMismatches(_ folder: String, _ manifest: Manifest) throws -> [String] {
        var found: [String] = []
        var expected: Set<String> = []
        func compare(_ name: String, _ digest: Digest, _ what: String, _ row: String) throws {
            expected.insert(name)
            let path = "\(folder)/\(name)"
            guard FileManager.default.fileExists(atPath: path) else {
                found.append("images/\(name) is missing (row \(row))")
                return
            }
            found += try Self.unreadable {
                try ObjectStore.digest(ofFile: path).digest == digest
                    ? [] : ["images/\(name): \(what) differs from the lock (row \(row))"]
            }
        }
        for image in manifest.images {
            try compare(image.filename, image.prepared.digest, "the picture", image.row)
            try compare(
                FileName.stem(of: image.filename) + ".txt", image.caption, "the caption", image.row)
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        where !expected.contains(name) {
            found.append("images/\(name) is not in the lock")
        }
        return found
    }
}
