import Foundation
import Store

/// Reads a payload file forwards, a buffer at a time, by the exact grammar that `PayloadWriter` writes.
struct PayloadReader {
    /// The file is not of that grammar, with the byte where it stopped.
    struct Broken: Error {
        let offset: Int64
        let expected: String
    }

    private let path: String
    private var buffer: [UInt8] = []
    private var at = 0
    private var bufferStart: Int64 = 0

    init(_ path: String) { self.path = path }

    /// How many bytes were read.
    var offset: Int64 { bufferStart + Int64(at) }

    /// The next byte without taking it; nil at the file's end.
    mutating func peek() throws -> UInt8? {
        if at == buffer.count {
            try Task.checkCancellation()
            bufferStart += Int64(buffer.count)
            buffer = try FileBytes.read(path, at: bufferStart, count: 1 << 18)
            at = 0
        }
        return at < buffer.count ? buffer[at] : nil
    }

    /// Takes exactly this text.
    mutating func expect(_ text: String) throws {
        for byte in text.utf8 {
            guard try peek() == byte else { throw Broken(offset: offset, expected: text) }
            at += 1
        }
    }

    /// Takes a JSON string's inside up to its closing quote, escapes left as they are, and hands it over in
    /// pieces of at most a buffer.
    mutating func string(_ body: (ArraySlice<UInt8>) throws -> Void) throws {
        try expect("\"")
        var isEscaped = false
        while try peek() != nil {
            let start = at
            while at < buffer.count {
                if isEscaped {
                    isEscaped = false
                } else if buffer[at] == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if buffer[at] == UInt8(ascii: "\"") {
                    break
                }
                at += 1
            }
            try body(buffer[start..<at])
            if at < buffer.count {
                at += 1
                return
            }
        }
        throw Broken(offset: offset, expected: "the end of a string")
    }

    /// Everything up to the file's end.
    mutating func rest(limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let byte = try peek(), bytes.count < limit {
            bytes.append(byte)
            at += 1
        }
        return bytes
    }
}
