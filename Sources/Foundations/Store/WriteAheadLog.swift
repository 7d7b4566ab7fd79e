import Foundation

/// What stands in the write-ahead log of an SQLite database and not yet in its file, by the log's file format. For a
/// database so damaged that SQLite does not open it: its newest rows may be here.
enum WriteAheadLog {
    /// Writes every committed page of a log into a copy of its database.
    ///
    /// - Throws: `StoreError` when a file can't be read or written. A log that is not there, or is of another form, has
    ///   no pages.
    static func apply(_ log: String, to database: Int32, _ path: String) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: log) else { return }
        let file = try RegularFile(log)
        let head = try file.read(count: 32)
        guard head.count == 32, let magic = Optional(word(head, 0)), magic & 0xFFFF_FFFE == 0x377F_0682,
            case let size = Int(word(head, 8)), size.nonzeroBitCount == 1, (512...65536).contains(size)
        else { return }
        var sum = Checksum(isBigEndian: magic & 1 == 1)
        sum.add(head[..<24])
        guard sum.equals(head, at: 24) else { return }
        var (offset, pending): (Int64, [(page: Int64, frame: Int64)]) = (32, [])
        while true {
            let frame = try file.read(at: offset, count: 24 + size)
            // The log ends at the first frame that is cut off, of an earlier round, or not as it was written.
            guard frame.count == 24 + size, frame[8..<16] == head[16..<24] else { return }
            sum.add(frame[..<8])
            sum.add(frame[24...])
            guard sum.equals(frame, at: 16) else { return }
            pending.append((Int64(word(frame, 0)), offset))
            offset += Int64(24 + size)
            guard word(frame, 4) != 0 else { continue }
            for (page, frame) in pending {
                let bytes = try file.read(at: frame + 24, count: size)
                let written = bytes.withUnsafeBytes {
                    pwrite(database, $0.baseAddress!, $0.count, off_t((page - 1) * Int64(size)))
                }
                if written != size { throw .system("write", path) }
            }
            pending = []
        }
    }

    private static func word(_ bytes: some RandomAccessCollection<UInt8>, _ offset: Int) -> UInt32 {
        bytes.dropFirst(offset).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The running checksum over eight bytes at a time.
    private struct Checksum {
        let isBigEndian: Bool
        var (one, two): (UInt32, UInt32) = (0, 0)

        init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

        mutating func add(_ bytes: ArraySlice<UInt8>) {
            var at = bytes.startIndex
            func next() -> UInt32 {
                defer { at += 4 }
                let parts = bytes[at..<at + 4].map { UInt32($0) }
                return isBigEndian
                    ? parts[0] << 24 | parts[1] << 16 | parts[2] << 8 | parts[3]
                    : parts[3] << 24 | parts[2] << 16 | parts[1] << 8 | parts[0]
            }
            while at < bytes.endIndex {
                one = one &+ next() &+ two
                two = two &+ next() &+ one
            }
        }

        func equals(_ bytes: [UInt8], at offset: Int) -> Bool {
            WriteAheadLog.word(bytes, offset) == one && WriteAheadLog.word(bytes, offset + 4) == two
        }
    }
}
