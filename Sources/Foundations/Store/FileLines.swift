/// The lines of a text file, read in pieces. They end at LF only: other characters that Unicode calls line ends may
/// stand inside a JSON string.
public struct FileLines {
    private let path: String
    private var offset: Int64 = 0
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    /// The lines of the file at a path, which is opened when the first is asked for.
    public init(_ path: String) { self.path = path }

    private static let piece = 1 << 16
    /// Longer lines are cut, so that a file without any costs no memory.
    private static let longest = 1 << 22

    /// The next line without its end; nil behind the last.
    ///
    /// - Throws: `StoreError` when the file can't be read, or what is read is not UTF-8.
    public mutating func next() throws(StoreError) -> String? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return try line(to: end)
            }
            if isAtEnd || buffer.count - start >= Self.longest {
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

    private func line(to end: Int) throws(StoreError) -> String {
        guard let line = String(validating: buffer[start..<end], as: UTF8.self) else {
            throw StoreError("\(path) is not UTF-8", hint: "check that file")
        }
        return line
    }
}
