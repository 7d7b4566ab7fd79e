public import Dataset
import Foundation

/// A regular file that is open for reading. Anything else is refused: a pipe or a device would wait for ever or never
/// end, and without `O_NONBLOCK` the mere opening of a pipe waits.
public final class RegularFile: Sendable {
    /// Why a file could not be opened.
    public enum Refusal: Error, Sendable {
        /// The operating system's number for it.
        case system(Int32)
        /// It is a folder, a pipe, a device or a socket.
        case notRegular
    }

    /// As it was named.
    public let path: String
    /// Its size when it was opened.
    public let bytes: Int64
    /// Identifies the file later on.
    public let stamp: FileStamp
    private let descriptor: Int32

    /// Opens a file and says why it can't be.
    public init(opening path: String) throws(Refusal) {
        // To the system a name ends at a zero.
        if path.utf8.contains(0) { throw .system(ENOENT) }
        self.path = path
        var status = stat()
        if stat(path, &status) != 0 { throw .system(errno) }
        // Before it is opened: the mere opening of a device may do something.
        if status.st_mode & S_IFMT != S_IFREG { throw .notRegular }
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 { throw .system(errno) }
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .notRegular
        }
        bytes = Int64(status.st_size)
        stamp = FileStamp(status)
    }

    /// Opens a file.
    public convenience init(_ path: String) throws(StoreError) {
        do {
            try self.init(opening: path)
        } catch {
            switch error {
            case .system(let code): throw .system("open", path, code)
            case .notRegular:
                throw StoreError(
                    "\(path) is no regular file", hint: "put a regular file there, or remove it")
            }
        }
    }

    deinit { close(descriptor) }

    /// Where the file that is open lies, behind all links, as bytes; nil where the system does not say.
    public var place: [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes {
            readlink(
                "/proc/self/fd/\(descriptor)", $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
        }
        return count > 0 && count < buffer.count ? Array(buffer.prefix(count)) : nil
    }

    /// Hands its bytes to `body`, `chunk` bytes at a time and the rest at last; the pointer is good only during the
    /// call.
    public func forEachChunk(
        _ chunk: Int = 1 << 18, _ body: (UnsafeRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk, alignment: 16)
        defer { buffer.deallocate() }
        var offset: Int64 = 0
        while true {
            let filled = try fill(buffer, from: offset)
            if filled > 0 { try body(UnsafeRawBufferPointer(rebasing: buffer[..<filled])) }
            if filled < chunk { return }
            offset += Int64(filled)
        }
    }

    /// Up to `count` bytes from `offset` on; fewer where the file ends.
    public func read(at offset: Int64 = 0, count: Int) throws(StoreError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        defer { buffer.deallocate() }
        let filled = try fill(buffer, from: offset)
        return Array(buffer[..<filled])
    }

    /// Its SHA-256 and size, read in pieces.
    public func digest() throws(StoreError) -> (digest: Digest, bytes: Int64) {
        var hash = RunningDigest()
        var total: Int64 = 0
        try forEachChunk { chunk throws(StoreError) in
            hash.update(chunk)
            total += Int64(chunk.count)
        }
        return (hash.finish(), total)
    }

    private func fill(_ buffer: UnsafeMutableRawBufferPointer, from offset: Int64) throws(StoreError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = pread(
                descriptor, buffer.baseAddress! + filled, buffer.count - filled, off_t(offset) + off_t(filled)
            )
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw .system("read", path) }
            if count == 0 { break }
            filled += count
        }
        return filled
    }
}
