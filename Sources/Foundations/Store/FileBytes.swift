import Foundation

/// Reading files in pieces, so that none is ever held whole.
public enum FileBytes {
    /// Hands a file's bytes to `body`, `chunk` bytes at a time and the rest at last; the pointer is good only
    /// during the call.
    public static func forEachChunk(
        of path: String, chunk: Int = 1 << 18,
        _ body: (UnsafeRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) {
        try RegularFile(path).forEachChunk(chunk, body)
    }

    /// The file's size in bytes.
    public static func size(of path: String) throws(StoreError) -> Int64 {
        var status = stat()
        if stat(path, &status) != 0 { throw StoreError.system("look at", path) }
        return Int64(status.st_size)
    }

    /// Up to `count` bytes of a file from `offset` on; fewer where the file ends.
    public static func read(_ path: String, at offset: Int64 = 0, count: Int) throws(StoreError)
        -> [UInt8]
    {
        try RegularFile(path).read(at: offset, count: count)
    }
}
