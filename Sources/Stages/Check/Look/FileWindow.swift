import Foundation
import Store

/// Small reads all over a file from a few large ones: a hostile file can be made of millions of tiny parts.
struct FileWindow {
    let path: String
    private var start: Int64 = 0
    private var bytes: [UInt8] = []

    /// How much is read at a time.
    private static let size = 1 << 16

    init(_ path: String) { self.path = path }

    /// Up to `count` bytes from `offset` on, at most a window; fewer where the file ends.
    mutating func read(at offset: Int64, count: Int) throws(StoreError) -> ArraySlice<UInt8> {
        if offset < start || offset + Int64(count) > start + Int64(bytes.count) {
            bytes = try FileBytes.read(path, at: offset, count: Self.size)
            start = offset
        }
        let from = Int(offset - start)
        return bytes[min(from, bytes.count)..<min(from + count, bytes.count)]
    }

    /// The place of the next `byte` from `offset` on; nil when there is none up to the file's end.
    mutating func place(of byte: UInt8, from offset: Int64) throws(StoreError) -> Int64? {
        var offset = offset
        while !(try read(at: offset, count: 1)).isEmpty {
            let from = Int(offset - start)
            // memchr and not a loop: there may be a hundred megabytes to look through.
            let found = bytes.withUnsafeBytes { all -> Int? in
                guard let base = all.baseAddress,
                    let hit = memchr(base + from, Int32(byte), all.count - from)
                else { return nil }
                return UnsafeRawPointer(hit) - base
            }
            if let found { return start + Int64(found) }
            offset = start + Int64(bytes.count)
        }
        return nil
    }
}
