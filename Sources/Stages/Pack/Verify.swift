public import Dataset
import Foundation
import Store

/// Holds an export against its lock file.
public struct Verify: Sendable {
    /// The result.
    public struct Outcome: Sendable {
        /// The lock.
        public var manifest: Manifest
        /// The shape found.
        public var format: Pack.ExportFormat
        /// Everything that does not fit, with its place; empty for an export that verifies.
        public var mismatches: [String]
        /// What the pictures were shown to be; nil when they were not opened.
        public var proof: Proof?
        /// Whether a statement lies beside the lock; it is held against it.
        public var isAttested = false
    }

    private let provingThreads: Int?

    /// A verifier.
    ///
    /// - Parameter threads: to decode each picture on, to show that the trainer takes it as it is; nil to hold bytes
    ///   against the lock alone.
    public init(provingOn threads: Int? = nil) { provingThreads = threads }

    /// Reads every byte of an export. Blocks.
    ///
    /// - Throws: `PackError` when the directory holds no export, `ManifestError` when its lock is damaged,
    ///   `CancellationError`.
    public func callAsFunction(_ directory: String) throws -> Outcome {
        let manifest = try ExportLock.read(directory)
        var outcome = Outcome(manifest: manifest, format: .payload, mismatches: [])
        let proof = provingThreads.map { UntouchedProof(of: manifest, threads: $0) }
        do {
            outcome.mismatches = try Self.compare(directory, manifest, proof, format: &outcome.format)
        } catch {
            // Its threads end here, and not on one of themselves.
            _ = proof?.finish()
            throw error
        }
        if let shown = proof?.finish() {
            // Nothing is shown of pictures that are not there, not the lock's, or inside other files.
            let isWhole = outcome.mismatches.isEmpty && shown.proof.images == manifest.images.count
            outcome.proof = isWhole ? shown.proof : nil
            outcome.mismatches += shown.faults
        }
        if let statement = try Attestation.read(in: directory) {
            outcome.isAttested = true
            outcome.mismatches += Attestation.mismatches(in: statement, against: manifest)
        }
        return outcome
    }

    private static func compare(
        _ directory: String, _ manifest: Manifest, _ proof: UntouchedProof?, format: inout Pack.ExportFormat
    ) throws -> [String] {
        if let export = manifest.export {
            format = Pack.ExportFormat(rawValue: export.format) ?? .payload
            return try compare(directory, manifest, export, proof)
        }
        // Locks of before shapes were named are a payload's or a folder's.
        if FileManager.default.fileExists(atPath: directory + "/payload.json") {
            return try unreadable {
                try PayloadComparison.mismatches(
                    in: directory + "/payload.json", against: manifest, proof: proof)
            }
        }
        if FileManager.default.fileExists(atPath: directory + "/images") {
            format = .folder
            return try compare(directory, manifest, ManifestExport(format: "folder", files: []), proof)
        }
        return ["payload.json is missing, and so is images/"]
    }

    private static func compare(
        _ directory: String, _ manifest: Manifest, _ export: ManifestExport, _ proof: UntouchedProof?
    ) throws -> [String] {
        guard let proof else {
            return try FormatComparison.mismatches(in: directory, against: manifest, export)
        }
        return try FormatComparison.mismatches(in: directory, against: manifest, export) {
            path, offset, image, place in
            let count = Int(clamping: min(image.prepared.bytes, UntouchedProof.limit))
            proof.take(try FileBytes.read(path, at: offset, count: count), as: image, at: place)
        }
    }

    /// The SHA-256 and size of a file that may be large.
    ///
    /// - Throws: `StoreError`, `CancellationError`.
    static func digest(ofFile path: String) throws -> (digest: Digest, bytes: Int64) {
        var hash = RunningDigest()
        var total: Int64 = 0
        while true {
            try Task.checkCancellation()
            let piece = try FileBytes.read(path, at: total, count: 1 << 20)
            if piece.isEmpty { return (hash.finish(), total) }
            hash.update(piece)
            total += Int64(piece.count)
        }
    }

    /// What can't be read does not fit the lock either.
    static func unreadable(_ compare: () throws -> [String]) throws -> [String] {
        do { return try compare() } catch let error as StoreError { return [error.message] }
    }
}
