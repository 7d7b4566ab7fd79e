import Foundation

/// A file without a name that holds the input, for parsers that read files: it is gone with the process, however that
/// ends.
struct InputFile {
    /// Opens the file anew each time.
    let path: String
    private let descriptor: Int32

    init() {
        var name = Array("input-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        precondition(descriptor >= 0 && unlink(name) == 0, "no file can be made here")
        path = "/proc/self/fd/\(descriptor)"
    }

    /// Puts the bytes in the place of those that were there.
    func write(_ bytes: [UInt8]) {
        precondition(ftruncate(descriptor, 0) == 0)
        let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        precondition(count == bytes.count)
    }
}

/// A directory of this process' own below the one that it was started in, which the caller clears away.
enum InputDirectory {
    /// Makes an empty one.
    static func make(_ name: String) throws -> String {
        let path = FileManager.default.currentDirectoryPath + "/\(name)-\(getpid())"
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
