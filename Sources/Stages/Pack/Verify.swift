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
    /// - Throws: `PackError` when the directory holds no export, `ManifestError` when its lock is damaged.
    public func callAsFunction(_ directory: String) throws -> Outcome {
        let manifest = try LockFile.read(directory)
        var outcome = Outcome(manifest: manifest, shape: .payload, mismatches: [])
        let proof = provingThreads.map { UntouchedProof(of: manifest, threads: $0) }
        if FileManager.default.fileExists(atPath: directory + "/payload.json") {
            outcome.mismatches = try Self.unreadable {
                try PayloadComparison.mismatches(
                    in: directory + "/payload.json", against: manifest, proof: proof)
            }
        } else if FileManager.default.fileExists(atPath: directory + "/images") {
            outcome.shape = .folder
            outcome.mismatches = try FolderComparison.mismatches(
                in: directory + "/images", against: manifest, proof: proof)
        } else {
            outcome.mismatches = ["payload.json is missing, and so is images/"]
        }
        if let shown = proof?.finish() {
            // Nothing is shown of pictures that are not there, or not the lock's.
            outcome.proof = outcome.mismatches.isEmpty ? shown.proof : nil
            outcome.mismatches += shown.faults
        }
        if let text = try Attestation.read(in: directory) {
            outcome.isAttested = true
            outcome.mismatches += Attestation.mismatches(in: text, against: manifest, shape: outcome.shape)
        }
        return outcome
    }

    /// What can't be read does not fit the lock either.
    static func unreadable(_ compare: () throws -> [String]) throws -> [String] {
        do { return try compare() } catch let error as StoreError { return [error.message] }
    }
}
