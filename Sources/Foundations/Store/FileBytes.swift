import Foundation

/// Reading and writing files by the system's own calls; large ones in pieces, so that none is ever held whole.
public enum FileBytes {
    /// Hands a file's bytes to `body`, `chunk` bytes at a time and the rest at last; the pointer is good only
    /// during the call.
    public static func forEachChunk(
        of path: String, chunk: Int = 1 << 18,
        _ body: (UnsafeRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) {
        let descriptor = try openRegular(path)
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            var filled = 0
            while filled < chunk {
                let count = Glibc.read(descriptor, buffer.baseAddress! + filled, chunk - filled)
                if count < 0 && errno == EINTR { continue }
                if count < 0 { throw StoreError.system("read", path) }
                if count == 0 { break }
                filled += count
            }
            if filled > 0 { try body(UnsafeRawBufferPointer(rebasing: buffer[..<filled])) }
            if filled < chunk { return }
        }
    }

    /// Opens a file for reading. A pipe or a device would wait for ever or never end; without `O_NONBLOCK` the
    /// mere opening of a pipe waits.
    private static func openRegular(_ path: String) throws(StoreError) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 { throw StoreError.system("open", path) }
        var status = stat()
        if fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG { return descriptor }
        close(descriptor)
        throw StoreError("\(path) is no regular file", hint: "put a regular file there, or remove it")
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
        let descriptor = try openRegular(path)
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + filled, count - filled, off_t(offset) + filled)
            }
            if got < 0 && errno == EINTR { continue }
            if got < 0 { throw StoreError.system("read", path) }
            if got == 0 { break }
            filled += got
        }
        return Array(bytes.prefix(filled))
    }

    /// Writes a new file in one go and syncs it; it is the caller's to remove when this throws.
    static func writeSynced(_ bytes: [UInt8], to path: String) throws(StoreError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw StoreError.system("create", path) }
        var isOpen = true
        defer { if isOpen { close(descriptor) } }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw StoreError.system("write", path) }
            written += count
        }
        if fsync(descriptor) != 0 { throw StoreError.system("sync", path) }
        isOpen = false
        if close(descriptor) != 0 { throw StoreError.system("close", path) }
    }
}
