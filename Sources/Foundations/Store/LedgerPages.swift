import Foundation
import GRDB

/// The rows that stand in the leaf pages of an SQLite file, page by page and without the tree above them, by SQLite's
/// file format: what can still be read when the way to it is damaged.
struct LedgerPages {
    /// A row: its id, and its columns from the first on. The id's own column is null.
    struct Record {
        let id: Int64
        let values: [DatabaseValue]
    }

    private let file: RegularFile
    private let pageSize: Int
    private let usable: Int
    private let pages: Int

    /// - Throws: `StoreError` when the file can't be read.
    init(_ path: String) throws(StoreError) {
        file = try RegularFile(path)
        let head = try file.read(count: 100)
        var size = head.count == 100 ? Int(head[16]) << 8 | Int(head[17]) : 0
        if size == 1 { size = 65536 }
        // A head that can't be read: all ledgers are made with SQLite's own page size.
        let isSound =
            size.nonzeroBitCount == 1 && size >= 512 && head.starts(with: Array("SQLite format 3\0".utf8))
        pageSize = isSound ? size : 4096
        usable = pageSize - (isSound ? min(Int(head[20]), 32) : 0)
        pages = Int(file.bytes) / pageSize
    }

    /// Hands over every row of every leaf page of a table, whichever table it is.
    func forEachRecord(_ body: (Record) throws -> Void) throws {
        for number in 1...max(1, pages) {
            let page = try page(number)
            let start = number == 1 ? 100 : 0
            guard page.count == pageSize, page[start] == 0x0D else { continue }
            let cells = Int(page[start + 3]) << 8 | Int(page[start + 4])
            for cell in 0..<cells where start + 8 + cell * 2 + 2 <= pageSize {
                let pointer = start + 8 + cell * 2
                let at = Int(page[pointer]) << 8 | Int(page[pointer + 1])
                if at >= start + 8, at < pageSize, let record = try record(page, at) { try body(record) }
            }
        }
    }

    private func page(_ number: Int) throws(StoreError) -> [UInt8] {
        try file.read(at: Int64(number - 1) * Int64(pageSize), count: pageSize)
    }

    /// The longest row that is believed.
    private static let longest = 16 << 20

    private func record(_ page: [UInt8], _ start: Int) throws(StoreError) -> Record? {
        var at = start
        guard let length = Self.number(page, &at), let id = Self.number(page, &at), length > 1,
            length <= Self.longest,
            let payload = try payload(page, at, Int(length))
        else { return nil }
        return Self.values(payload).map { Record(id: id, values: $0) }
    }

    /// The bytes of a row: what does not fit stands in a chain of further pages. Where the chain breaks, zeros stand for
    /// the rest.
    private func payload(_ page: [UInt8], _ start: Int, _ length: Int) throws(StoreError) -> [UInt8]? {
        let most = usable - 35
        var local = length
        if length > most {
            let least = (usable - 12) * 32 / 255 - 23
            local = least + (length - least) % (usable - 4)
            if local > most { local = least }
        }
        guard start + local <= usable else { return nil }
        var bytes = Array(page[start..<start + local])
        guard length > local else { return bytes }
        guard start + local + 4 <= usable else { return nil }
        var next = page[(start + local)..<(start + local + 4)].reduce(0) { $0 << 8 | Int($1) }
        while bytes.count < length {
            guard next > 1, next <= pages else {
                return bytes + [UInt8](repeating: 0, count: length - bytes.count)
            }
            let overflow = try self.page(next)
            bytes += overflow[4..<min(usable, 4 + length - bytes.count)]
            next = overflow[..<4].reduce(0) { $0 << 8 | Int($1) }
        }
        return bytes
    }

    /// The columns of a row; nil for what is none.
    private static func values(_ bytes: [UInt8]) -> [DatabaseValue]? {
        var at = 0
        guard let head = number(bytes, &at), head >= Int64(at), head <= Int64(bytes.count) else { return nil }
        var body = Int(head)
        var values: [DatabaseValue] = []
        while at < Int(head) {
            guard let type = number(bytes, &at), at <= Int(head), type >= 0, type != 10, type != 11 else {
                return nil
            }
            let sizes = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]
            let size = type < 10 ? sizes[Int(type)] : Int(clamping: (type - 12) / 2)
            guard size <= bytes.count - body else { return nil }
            let cell = bytes[body..<body + size]
            body += size
            switch type {
            case 0: values.append(.null)
            case 8, 9: values.append((type - 8).databaseValue)
            case 1...6: values.append(integer(cell).databaseValue)
            case 7: values.append(Double(bitPattern: UInt64(bitPattern: integer(cell))).databaseValue)
            case _ where type.isMultiple(of: 2): values.append(Data(cell).databaseValue)
            // One wrong byte in a text is no reason to lose its job.
            default: values.append(String(decoding: cell, as: UTF8.self).databaseValue)
            }
        }
        return body == bytes.count ? values : nil
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> Int64 {
        bytes.reduce(bytes.first.map { $0 > 127 } == true ? -1 : 0) { $0 << 8 | Int64($1) }
    }

    /// A number of one to nine bytes.
    private static func number(_ bytes: [UInt8], _ at: inout Int) -> Int64? {
        var value: UInt64 = 0
        for position in 0..<9 {
            guard at < bytes.count else { return nil }
            let byte = bytes[at]
            at += 1
            if position == 8 { return Int64(bitPattern: value << 8 | UInt64(byte)) }
            value = value << 7 | UInt64(byte & 0x7F)
            if byte < 0x80 { return Int64(bitPattern: value) }
        }
        return nil
    }
}
