import Store

/// The lines of a text file, read in pieces. They end at LF only: other characters that Unicode calls line ends may
/// stand inside a JSON string.
struct FileLines {
    private let path: String
    private var offset: Int64 = 0
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    /// The number of the line handed out last; the first is 1.
    private(set) var number = 0

    init(_ path: String) { self.path = path }

    private static let piece = 1 << 18

    /// The next line without its end, the first without a byte order mark; nil behind the last.
    mutating func next() throws(StoreError) -> String? {
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
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            let more = try FileBytes.read(path, at: offset, count: Self.piece)
            offset += Int64(more.count)
            isAtEnd = more.isEmpty
            buffer += more
        }
    }

    private mutating func line(to end: Int) -> String {
        number += 1
        var bytes = buffer[start..<end]
        if number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
