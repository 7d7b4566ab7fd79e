public import Dataset
import Foundation
import Store

/// `manifest.lock.json` on disk.
public enum ExportLock {
    /// Its name in an export.
    public static let name = ExportDirectory.lockName

    /// The longest lock that is read: a picture takes some 700 bytes of it, so that a million fit.
    static let limit: Int64 = 1 << 30

    /// Reads a lock file.
    ///
    /// - Parameter path: the file, or the export that holds it.
    /// - Throws: `PackError` when it is not there, `ManifestError` when it is damaged, `StoreError`.
    public static func read(_ path: String) throws -> Manifest {
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        let file = exists && !isDirectory.boolValue ? path : path + "/" + name
        guard FileManager.default.fileExists(atPath: file) else {
            throw PackError(
                message: path.hasSuffix(".json")
                    ? "\(path) is not there" : "\(path) holds no whole export: \(name) is missing",
                hint: "run lorapipe export PIPELINE --out DIR, which writes it")
        }
        let size = try FileBytes.size(of: file)
        guard size <= limit else {
            throw ManifestError.damaged("it has \(size) bytes, above the limit of \(limit >> 20) MiB")
        }
        let bytes = try FileBytes.read(file, count: Int(size))
        do {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw ManifestError.damaged("it is not UTF-8")
            }
            return try Manifest(text: text)
        } catch ManifestError.damaged(let why) {
            throw ManifestError.damaged(why + (FlippedBit(in: bytes)?.sentence ?? ""))
        }
    }
}
