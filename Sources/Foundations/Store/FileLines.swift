/// The lines of a text file, read in pieces. They end at LF only: other characters that Unicode calls line ends may
/// stand inside a JSON string.
public struct FileLines {
    /// What is made of bytes that are not UTF-8.
    public enum Decoding: Sendable {
        /// An error.
        case strict
        /// U+FFFD, for untrusted files; and a byte order mark at the start of the file is passed over.
        case lenient
    }

    private let path: String
    private let decoding: Decoding
    private let longest: Int
    private var offset: Int64 = 0
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    /// The number of the line returned last; the first is 1.
    public private(set) var number = 0
    /// Whether that line was longer than `longest`, and its end is left out.
    public private(set) var isCut = false

    /// The lines of the file at a path, which is opened when the first is asked for.
    ///
    /// - Parameter longest: lines of more bytes are cut there, so that a file without any costs no memory; by strict
    ///   decoding they are an error.
    public init(_ path: String, _ decoding: Decoding = .strict, longest: Int = 1 << 22) {
        self.path = path
        self.decoding = decoding
        self.longest = longest
    }

    private static let piece = 1 << 18

    /// The next line without its end; nil behind the last.
    ///
    /// - Throws: `StoreError` when the file can't be read, or by strict decoding is not UTF-8 or has too long a line.
    public mutating func next() throws(StoreError) -> String? {
        guard var bytes = try nextBytes() else { return nil }
        switch decoding {
        case .strict:
            if isCut {
                throw StoreError("\(path):\(number) is longer than \(longest) bytes", hint: "check that file")
            }
            guard let line = String(validating: bytes, as: UTF8.self) else {
                throw StoreError("\(path):\(number) is not UTF-8", hint: "check that file")
            }
            return line
        case .lenient:
            if isCut {
                // Back to where a character begins: one that is cut through is lost with the rest.
                while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
                if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
            }
            if number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The next line's bytes, whatever they are, without its end; nil behind the last.
    ///
    /// - Throws: `StoreError` when the file can't be read.
    public mutating func nextBytes() throws(StoreError) -> [UInt8]? {
        isCut = false
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return line(to: end)
            }
            if isAtEnd {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                return line(to: buffer.count)
            }
            if buffer.count - start > longest {
                let line = line(to: buffer.count)
                try passOverTheRest()
                return line
            }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            try read()
        }
    }

    private mutating func line(to end: Int) -> [UInt8] {
        number += 1
        isCut = end - start > longest
        return Array(buffer[start..<end].prefix(longest))
    }

    /// What is left of a line that was cut is no line of its own.
    private mutating func passOverTheRest() throws(StoreError) {
        while true {
            buffer.removeAll(keepingCapacity: true)
            start = 0
            try read()
            if let end = buffer.firstIndex(of: 0x0A) {
                start = end + 1
                return
            }
            if isAtEnd { return }
        }
    }

    private mutating func read() throws(StoreError) {
        let more = try FileBytes.read(path, at: offset, count: Self.piece)
        offset += Int64(more.count)
        isAtEnd = more.isEmpty
        buffer += more
    }
}
