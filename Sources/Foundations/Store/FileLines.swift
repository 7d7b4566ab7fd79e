/// The lines of a text file, read in pieces. They end at LF only: other characters that Unicode calls line ends may
/// stand inside a JSON string.
public struct FileLines {
    /// What is made of bytes that are not UTF-8.
    public enum Decoding: Sendable {
        /// An error.
        case strict
        /// U+FFFD, for files of strangers; and a byte order mark at the start of the file is passed over.
        case lenient
    }

    private let path: String
    private let decoding: Decoding
    private let longest: Int
    private var offset: Int64 = 0
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    /// The number of the line handed out last; the first is 1.
    public private(set) var number = 0

    /// The lines of the file at a path, which is opened when the first is asked for.
    ///
    /// - Parameter longest: lines of more bytes are cut, so that a file without any costs no memory.
    public init(_ path: String, _ decoding: Decoding = .strict, longest: Int = 1 << 22) {
        self.path = path
        self.decoding = decoding
        self.longest = longest
    }

    private static let piece = 1 << 18

    /// The next line without its end; nil behind the last.
    ///
    /// - Throws: `StoreError` when the file can't be read, or by strict decoding is not UTF-8.
    public mutating func next() throws(StoreError) -> String? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return try line(to: end)
            }
            if isAtEnd || buffer.count - start >= longest {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                return try line(to: buffer.count)
            }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            let more = try FileBytes.read(path, at: offset, count: Self.piece)
            offset += Int64(more.count)
            isAtEnd = more.isEmpty
            buffer += more
        }
    }

    private mutating func line(to end: Int) throws(StoreError) -> String {
        number += 1
        var bytes = buffer[start..<end]
        switch decoding {
        case .strict:
            guard let line = String(validating: bytes, as: UTF8.self) else {
                throw StoreError("\(path):\(number) is not UTF-8", hint: "check that file")
            }
            return line
        case .lenient:
            if number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
