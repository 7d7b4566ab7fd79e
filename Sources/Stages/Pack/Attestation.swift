public import Dataset
import Foundation
import Store

/// The statement beside a lock: an in-toto Statement (v1) with a SLSA provenance (v1) of the export, for those who keep
/// and sign such statements. It is not signed, and holds neither a time nor a host: the same export gives the same bytes.
///
/// Its subjects are `payload.json`, where the export holds one, and the lock, which names every picture and each file
/// that it was made of by SHA-256.
public enum Attestation {
    /// Its name in an export. The framework's own suffix `.intoto.jsonl` is for bundles of signed envelopes.
    public static let name = "manifest.intoto.json"

    /// What built the export, as a package URL.
    private static let builder = "pkg:generic/lorapipe"

    /// How each of ours begins.
    static let start = "{\n  \"_type\": \"https://in-toto.io/Statement/v1\",\n"

    /// The file's text, of a lock's head and the lock file's digest.
    public static func text(of head: ManifestHead, lock: Digest) -> String {
        statement(of: head, lock: lock).text(pretty: true) + "\n"
    }

    private static func statement(of manifest: ManifestHead, lock: Digest) -> JSONValue {
        let lock = subject(ExportLock.name, lock)
        let payload = manifest.export == nil ? [subject("payload.json", manifest.payload.digest)] : []
        let dataset: JSONValue = .record([
            "id": .string(manifest.dataset.id), "name": .string(manifest.dataset.name),
            "trigger": manifest.dataset.trigger.map { .string($0) },
        ])
        return .record([
            "_type": "https://in-toto.io/Statement/v1",
            "subject": .array(payload + [lock]),
            "predicateType": "https://slsa.dev/provenance/v1",
            "predicate": .record([
                "buildDefinition": .record([
                    "buildType": .string(builder + "#export/1"),
                    "externalParameters": .record([
                        "dataset": dataset, "recipe": manifest.recipe, "training": manifest.training,
                    ]),
                    "internalParameters": .record(["tools": manifest.tools]),
                ]),
                "runDetails": .record([
                    "builder": .record([
                        "id": .string(builder),
                        "version": manifest.tools["lorapipe"].map { .record(["lorapipe": $0]) },
                    ])
                ]),
            ]),
        ])
    }

    private static func subject(_ name: String, _ digest: Digest) -> JSONValue {
        .record(["name": .string(name), "digest": .record(["sha256": .string(digest.hex)])])
    }

    /// The statement's bytes in an export; nil without one.
    static func read(in directory: String) throws -> [UInt8]? {
        let path = directory + "/" + name
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try FileBytes.read(path, count: Int(try FileBytes.size(of: path)))
    }

    /// Where a statement is not that of this lock; empty when it is, byte for byte.
    static func mismatches(in bytes: [UInt8], against manifest: Manifest) -> [String] {
        let lock = Digest.of(manifest.text)
        let expected = statement(of: manifest.head, lock: lock)
        if bytes == Array(text(of: manifest.head, lock: lock).utf8) { return [] }
        let found: JSONValue
        do {
            found = try JSONValue(parsing: bytes)
        } catch {
            return ["\(name) is not JSON: \(error)"]
        }
        let place = firstDifference(expected, found, "")
        return ["\(name): \(place ?? "its spelling") differs from the lock"]
    }

    /// The path of the first member that differs; nil when the values are the same.
    private static func firstDifference(_ left: JSONValue, _ right: JSONValue, _ path: String) -> String? {
        if left == right { return nil }
        if let old = left.members, let new = right.members, old.map(\.key) == new.map(\.key) {
            for (old, new) in zip(old, new) {
                let inner = path.isEmpty ? old.key : "\(path).\(old.key)"
                if let place = firstDifference(old.value, new.value, inner) { return place }
            }
        }
        if let old = left.array, let new = right.array, old.count == new.count {
            for (position, pair) in zip(old, new).enumerated() {
                if let place = firstDifference(pair.0, pair.1, "\(path)[\(position)]") { return place }
            }
        }
        return path.isEmpty ? "the whole" : path
    }
}
