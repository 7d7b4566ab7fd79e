public import Dataset
import Foundation

/// Records on their way from one stage to the next, held in a file so that a dataset of any size costs no memory.
/// Nothing can be read back before `close`, which is called only when they are complete.
public final class Spool<Record: JSONRecord> {
    private let file: SpoolFile
    private var pending: [UInt8] = []
    private var count = 0

    /// Starts an empty spool in the store.
    public init(in store: ObjectStore) throws(StoreError) { file = try SpoolFile(in: store) }

    /// Adds a record behind the others.
    public func append(_ record: Record) throws(StoreError) { try append(line: record.record.text()) }

    /// Adds a record that stands in `line` as JSON.
    public func append(line: String) throws(StoreError) {
        pending.append(contentsOf: line.utf8)
        pending.append(0x0A)
        count += 1
        if pending.count > 1 << 16 { try flush() }
    }

    /// Ends the writing: the records can be read from now on.
    public func close() throws(StoreError) -> Spooled<Record> {
        try flush()
        return Spooled(file, count: count)
    }

    private func flush() throws(StoreError) {
        try file.write(pending)
        pending.removeAll(keepingCapacity: true)
    }
}

/// The file behind a spool; it goes away with the last value that reads it.
final class SpoolFile: Sendable {
    let path: String
    private let descriptor: Int32
    /// Its temporary files are cleared away once nobody has it any more.
    private let store: ObjectStore

    init(in store: ObjectStore) throws(StoreError) {
        self.store = store
        path = store.temporaryPath()
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw StoreError.system("create", path) }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    func write(_ bytes: [UInt8]) throws(StoreError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw StoreError.system("write the spooled rows to", path) }
            written += count
        }
    }

    /// Appends up to `count` bytes from `offset` on to `bytes`; none at the file's end.
    func read(at offset: Int64, count: Int, into bytes: inout [UInt8]) throws(StoreError) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        var got = -1
        repeat {
            got = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + start, count, off_t(offset))
            }
        } while got < 0 && errno == EINTR
        if got < 0 { throw StoreError.system("read", path) }
        bytes.removeLast(count - got)
    }
}
