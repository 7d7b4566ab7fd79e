public import Dataset
import Foundation

/// A new file that is digested while it is written. Its name is there from the start: for places that nobody looks
/// at before all is written, such as a staging directory.
public final class DigestedFile {
    private let path: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private var hash = RunningDigest()
    /// Bytes taken so far.
    public private(set) var bytes: Int64 = 0

    private static let bufferSize = 1 << 18

    /// Starts a file.
    ///
    /// - Throws: `StoreError` when it is there already, or can't be made.
    public init(_ path: String) throws(StoreError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw StoreError.system("create", path) }
        buffer.reserveCapacity(Self.bufferSize)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Adds a text's UTF-8 bytes.
    public func write(_ text: String) throws(StoreError) { try write(Array(text.utf8)) }

    /// Adds bytes.
    public func write(_ bytes: [UInt8]) throws(StoreError) {
        try bytes.withUnsafeBufferPointer { buffer throws(StoreError) in
            try write(UnsafeRawBufferPointer(buffer))
        }
    }

    /// Adds bytes; the pointer is not kept.
    public func write(_ piece: UnsafeRawBufferPointer) throws(StoreError) {
        hash.update(piece)
        bytes += Int64(piece.count)
        if buffer.count + piece.count > Self.bufferSize { try flush() }
        if piece.count >= Self.bufferSize {
            try put(piece)
        } else {
            buffer.append(contentsOf: piece)
        }
    }

    /// Syncs and closes the file.
    ///
    /// - Returns: the digest and size of all that was written.
    public func finish() throws(StoreError) -> (digest: Digest, bytes: Int64) {
        try flush()
        if fsync(descriptor) != 0 { throw StoreError.system("sync", path) }
        let closing = descriptor
        descriptor = -1
        if close(closing) != 0 { throw StoreError.system("close", path) }
        return (hash.finish(), bytes)
    }

    private func flush() throws(StoreError) {
        try buffer.withUnsafeBufferPointer { held throws(StoreError) in
            try put(UnsafeRawBufferPointer(held))
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func put(_ piece: UnsafeRawBufferPointer) throws(StoreError) {
        var written = 0
        while written < piece.count {
            let count = Glibc.write(descriptor, piece.baseAddress! + written, piece.count - written)
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw StoreError.system("write", path) }
            written += count
        }
    }
}
