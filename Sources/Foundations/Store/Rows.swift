public import Dataset
import Foundation

/// The complete rows of one dataset, in their order. Can be gone through any number of times; the file
/// behind it goes away with the last value.
public struct Rows: @unchecked Sendable {
    // Unchecked: the spool is closed and never written again; it is held only to keep its file alive.

    /// The dataset they belong to.
    public var dataset: DatasetInfo
    /// How many there are.
    public let count: Int
    private let spool: RowSpool
    private let path: String

    init(dataset: DatasetInfo, count: Int, spool: RowSpool, path: String) {
        self.dataset = dataset
        self.count = count
        self.spool = spool
        self.path = path
    }

    /// The first rows alone, or all where there are no more; they are still rows of the whole dataset.
    public func first(_ count: Int) -> Rows {
        Rows(dataset: dataset, count: max(0, min(count, self.count)), spool: spool, path: path)
    }

    /// Starts reading from the first row.
    public func reader() throws(StoreError) -> Reader { try Reader(path: path, spool: spool, count: count) }

    /// All rows in memory, for small datasets and tests.
    public func all() throws(StoreError) -> [DatasetRow] {
        var reader = try reader()
        var rows: [DatasetRow] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    /// Reads rows one after another.
    public struct Reader {
        private let spool: RowSpool
        private let path: String
        private var offset: Int64 = 0
        private var buffer: [UInt8] = []
        private var start = 0
        private var left: Int

        init(path: String, spool: RowSpool, count: Int) throws(StoreError) {
            self.path = path
            self.spool = spool
            left = count
        }

        /// The next row; nil behind the last.
        public mutating func next() throws(StoreError) -> DatasetRow? {
            while left > 0 {
                if let end = buffer[start...].firstIndex(of: 0x0A) {
                    defer { start = end + 1 }
                    left -= 1
                    return try RowSpool.row(Array(buffer[start..<end]))
                }
                let more = try FileBytes.read(path, at: offset, count: 1 << 16)
                if more.isEmpty { return nil }
                offset += Int64(more.count)
                buffer = Array(buffer[start...]) + more
                start = 0
            }
            return nil
        }
    }
}
