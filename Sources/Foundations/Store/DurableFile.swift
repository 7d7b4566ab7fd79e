import Foundation

/// A file that appears whole or not at all: written under a temporary name in the same directory, synced,
/// renamed, and the directory synced. Leaving out either sync loses it in a power cut.
public final class DurableFile {
    private let path: String
    private let temporary: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    /// Starts writing what will become `path`.
    public init(_ path: String) throws(StoreError) {
        self.path = path
        temporary = path + ".\(UUID().uuidString.prefix(8)).partial"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw StoreError.system("create", temporary) }
        buffer.reserveCapacity(Self.bufferSize)
    }

    deinit {
        if descriptor >= 0 {
            close(descriptor)
            unlink(temporary)
        }
    }

    private static let bufferSize = 1 << 18

    /// Adds bytes; they are held back until a quarter of a megabyte is together.
    public func write(_ bytes: some Sequence<UInt8>) throws(StoreError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Syncs the file and gives it its name, over whatever stood there.
    public func publish() throws(StoreError) {
        try flush()
        if fsync(descriptor) != 0 { throw StoreError.system("sync", temporary) }
        if close(descriptor) != 0 {
            let code = errno
            descriptor = -1
            unlink(temporary)
            throw StoreError.system("close", temporary, code)
        }
        descriptor = -1
        if rename(temporary, path) != 0 {
            let code = errno
            unlink(temporary)
            throw StoreError.system("rename to", path, code)
        }
        try Self.syncDirectory(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }

    /// Makes the names in a directory durable.
    public static func syncDirectory(_ directory: String) throws(StoreError) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { throw StoreError.system("open", directory) }
        defer { close(descriptor) }
        if fsync(descriptor) != 0 { throw StoreError.system("sync", directory) }
    }

    private func flush() throws(StoreError) {
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw StoreError.system("write", temporary) }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
