import Foundation
public import Store

/// The bytes of one image file, read by position: from disk or from memory.
public protocol ByteSource {
    /// What a read throws: `StoreError` for a file, `Never` for memory.
    associatedtype Failure: Error

    /// The size in bytes.
    var count: Int64 { get }

    /// Up to `count` bytes from `offset`, at most 64 KiB; fewer at the end.
    mutating func read(at offset: Int64, count: Int) throws(Failure) -> ArraySlice<UInt8>

    /// The position of the next `byte` at or after `offset`; nil when there is none.
    mutating func position(of byte: UInt8, from offset: Int64) throws(Failure) -> Int64?
}

/// A file on disk, read in windows of 64 KiB: a hostile file can consist of millions of tiny parts, and a large one must
/// not be held in memory.
public struct FileWindow: ByteSource {
    /// The size in bytes, as its owner knows it.
    public let count: Int64
    private let path: String
    private var start: Int64 = 0
    private var bytes: [UInt8] = []

    private static let size = 1 << 16

    /// A file of `count` bytes. Nothing is read yet.
    public init(_ path: String, count: Int64) {
        self.path = path
        self.count = count
    }

    /// Reads a window when the bytes are not in the current one.
    public mutating func read(at offset: Int64, count: Int) throws(StoreError) -> ArraySlice<UInt8> {
        if offset < start || offset + Int64(count) > start + Int64(bytes.count) {
            bytes = try FileBytes.read(path, at: offset, count: Self.size)
            start = offset
        }
        let from = Int(offset - start)
        return bytes[min(from, bytes.count)..<min(from + count, bytes.count)]
    }

    /// Searches window by window.
    public mutating func position(of byte: UInt8, from offset: Int64) throws(StoreError) -> Int64? {
        var offset = offset
        while !(try read(at: offset, count: 1)).isEmpty {
            if let found = bytes.position(of: byte, from: Int(offset - start)) { return start + Int64(found) }
            offset = start + Int64(bytes.count)
        }
        return nil
    }
}

/// A file that is in memory already.
public struct MemoryBytes: ByteSource {
    private let bytes: [UInt8]

    /// Of a whole file.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The size in bytes.
    public var count: Int64 { Int64(bytes.count) }

    /// Never fails.
    public func read(at offset: Int64, count: Int) throws(Never) -> ArraySlice<UInt8> {
        let from = Int(min(offset, self.count))
        return bytes[from..<min(from + count, bytes.count)]
    }

    /// Never fails.
    public func position(of byte: UInt8, from offset: Int64) throws(Never) -> Int64? {
        bytes.position(of: byte, from: Int(min(offset, count))).map(Int64.init)
    }
}

extension [UInt8] {
    /// By memchr, not by a loop: there may be a hundred megabytes to search.
    fileprivate func position(of byte: UInt8, from start: Int) -> Int? {
        withUnsafeBytes { all in
            guard let base = all.baseAddress,
                let hit = memchr(base + start, Int32(byte), all.count - start)
            else { return nil }
            return UnsafeRawPointer(hit) - base
        }
    }
}

extension Sequence<UInt8> {
    /// The unsigned number that these bytes encode, most significant first.
    var bigEndian: Int { reduce(0) { $0 << 8 | Int($1) } }
    /// The unsigned number that these bytes encode, least significant first.
    var littleEndian: Int { reversed().bigEndian }
}
