public import Dataset
import Foundation

/// The digests that a lock file names. The file is not parsed: whatever looks like a digest counts, so that one that is
/// damaged or of another version still keeps the files that it names.
public enum LockDigests {
    /// Reads a file, and adds what it names. A file that is not there names nothing.
    ///
    /// - Throws: `StoreError` when it is there and can't be read.
    public static func add(_ path: String, to digests: inout Set<Digest>) throws(StoreError) {
        let file: RegularFile
        do {
            file = try RegularFile(path)
        } catch {
            if error.code == ENOENT || error.code == ENOTDIR { return }
            throw error
        }
        var digits: [UInt8] = []
        func end(_ digits: inout [UInt8], _ digests: inout Set<Digest>) {
            if digits.count == 64, let digest = Digest(hex: String(decoding: digits, as: UTF8.self)) {
                digests.insert(digest)
            }
            digits.removeAll(keepingCapacity: true)
        }
        try file.forEachChunk { chunk throws(StoreError) in
            for byte in chunk {
                switch byte {
                case 0x30...0x39, 0x61...0x66: if digits.count < 65 { digits.append(byte) }
                default: if !digits.isEmpty { end(&digits, &digests) }
                }
            }
        }
        end(&digits, &digests)
    }
}
