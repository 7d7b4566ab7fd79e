public import Dataset

/// Complete records in their order, in a file. Can be gone through any number of times, by several at once, and read at
/// any place; the file goes away with the last value.
public struct Spooled<Record: JSONRecord>: Sendable {
    /// How many there are.
    public let count: Int
    private let file: SpoolFile

    init(_ file: SpoolFile, count: Int) {
        self.file = file
        self.count = count
    }

    /// Whether there are none.
    public var isEmpty: Bool { count == 0 }

    /// The first records alone, or all where there are no more.
    public func first(_ count: Int) -> Spooled { Spooled(file, count: max(0, min(count, self.count))) }

    /// Starts reading from the first record.
    public func reader() -> Reader { Reader(file, at: 0, left: count) }

    /// The record that begins at a byte: one that a reader named as its `offset`.
    public func record(at offset: Int64) throws(StoreError) -> Record {
        var reader = Reader(file, at: offset, left: 1, piece: 1 << 11)
        guard let record = try reader.next() else { throw Self.unreadable }
        return record
    }

    /// All records in memory, for small datasets and tests.
    public func all() throws(StoreError) -> [Record] {
        var reader = reader()
        var records: [Record] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    /// Reads records one after another.
    public struct Reader: Sendable {
        private let file: SpoolFile
        private let piece: Int
        private var buffer: [UInt8] = []
        private var bufferOffset: Int64
        private var start = 0
        private var left: Int

        /// The byte at which the next record begins.
        public var offset: Int64 { bufferOffset + Int64(start) }

        init(_ file: SpoolFile, at offset: Int64, left: Int, piece: Int = 1 << 16) {
            self.file = file
            self.piece = piece
            self.left = left
            bufferOffset = offset
        }

        /// The next record; nil behind the last.
        public mutating func next() throws(StoreError) -> Record? {
            var searched = start
            while left > 0 {
                if let end = buffer[searched...].firstIndex(of: 0x0A) {
                    defer { start = end + 1 }
                    left -= 1
                    guard let value = try? JSONValue(parsing: buffer[start..<end]),  // reported just below
                        let record = Record(record: value)
                    else { throw Spooled.unreadable }
                    return record
                }
                buffer.removeFirst(start)
                bufferOffset += Int64(start)
                start = 0
                searched = buffer.count
                try file.read(at: bufferOffset + Int64(searched), count: piece, into: &buffer)
                if buffer.count == searched { return nil }
            }
            return nil
        }
    }

    private static var unreadable: StoreError {
        StoreError("a spooled row can't be read back", hint: "run the command again")
    }
}
