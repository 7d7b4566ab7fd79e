import Foundation

/// The entries of a directory, one after another, in the order in which its file system gives them. None is held, and
/// names are bytes: a file's name need not be UTF-8.
public final class DirectoryEntries {
    /// What an entry is; a link is a link, whatever it leads to.
    public enum Kind: Sendable { case file, directory, link, other }

    /// A name with what it is.
    public struct Entry: Sendable {
        /// The name's bytes.
        public let name: [UInt8]
        /// What it is.
        public let kind: Kind
    }

    private let stream: OpaquePointer
    private let path: [UInt8]

    /// Opens a directory.
    ///
    /// - Parameters:
    ///   - path: its path's bytes.
    ///   - followsLink: whether the path itself may be a link.
    /// - Throws: `StoreError` when it can't be opened.
    public init(_ path: [UInt8], followsLink: Bool = false) throws(StoreError) {
        self.path = path
        let name = path.map { CChar(bitPattern: $0) } + [0]
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (followsLink ? 0 : O_NOFOLLOW)
        let descriptor = open(name, flags)
        guard descriptor >= 0 else { throw .system("open", String(decoding: path, as: UTF8.self)) }
        guard let stream = fdopendir(descriptor) else {
            let code = errno
            close(descriptor)
            throw .system("list", String(decoding: path, as: UTF8.self), code)
        }
        self.stream = stream
    }

    deinit { closedir(stream) }

    /// For calls that take a name below a directory.
    var descriptor: Int32 { dirfd(stream) }

    /// The next entry, `.` and `..` aside; nil behind the last.
    ///
    /// - Throws: `StoreError` when the directory can't be read on.
    public func next() throws(StoreError) -> Entry? {
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw .system("list", String(decoding: path, as: UTF8.self)) }
                return nil
            }
            let start = UnsafeRawPointer(entry) + MemoryLayout<dirent>.offset(of: \.d_name)!
            let text = start.assumingMemoryBound(to: CChar.self)
            let name = UnsafeRawBufferPointer(start: start, count: strlen(text)).map { $0 }
            if name == [0x2E] || name == [0x2E, 0x2E] { continue }
            return Entry(name: name, kind: kind(entry.pointee.d_type, text))
        }
    }

    private func kind(_ type: UInt8, _ name: UnsafePointer<CChar>) -> Kind {
        switch Int(type) {
        case Int(DT_REG): return .file
        case Int(DT_DIR): return .directory
        case Int(DT_LNK): return .link
        case Int(DT_UNKNOWN):
            // Some file systems keep no types beside the names.
            var status = stat()
            guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return .other }
            switch status.st_mode & S_IFMT {
            case S_IFREG: return .file
            case S_IFDIR: return .directory
            case S_IFLNK: return .link
            default: return .other
            }
        default: return .other
        }
    }
}
