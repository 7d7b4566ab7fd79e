import Foundation

/// A file's bytes one after another, through a buffer of fixed size.
struct ByteReader {
    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var at = 0
    private var isAtEnd = false
    /// How many bytes were taken before the buffer's first.
    private var base = 0
    private static let bufferSize = 256 << 10

    init(path: String) throws {
        file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    }

    /// How many bytes were taken.
    var offset: Int { base + at }

    /// The next byte, left where it is; nil at the end.
    mutating func peek() throws -> UInt8? {
        if at == buffer.count { try refill() }
        return at < buffer.count ? buffer[at] : nil
    }

    /// Takes the next byte.
    mutating func next() throws -> UInt8? {
        let byte = try peek()
        if byte != nil { at += 1 }
        return byte
    }

    /// Takes bytes up to the first quote or backslash, which stays, into `out`; no more than the buffer holds, so that
    /// the caller can stop. A picture is one long string: it must not go by byte after byte.
    mutating func takePlainText(into out: inout [UInt8]) throws {
        guard try peek() != nil else { return }
        let rest = buffer[at...]
        let end = rest.firstIndex { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") } ?? buffer.endIndex
        out.append(contentsOf: rest[..<end])
        at = end
    }

    func close() throws { try file.close() }

    private mutating func refill() throws {
        guard !isAtEnd else { return }
        base += buffer.count
        at = 0
        buffer = [UInt8](try file.read(upToCount: Self.bufferSize) ?? Data())
        isAtEnd = buffer.isEmpty
    }
}
