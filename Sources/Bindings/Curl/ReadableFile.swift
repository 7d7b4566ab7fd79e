import Foundation

/// A regular file opened for reading. A pipe or a device is refused: without `O_NONBLOCK` the mere opening of a pipe
/// blocks until somebody writes to it.
enum ReadableFile {
    /// Opens it; the caller closes the descriptor.
    ///
    /// - Throws: `HTTPError` of kind `io`.
    static func open(_ path: String) throws(HTTPError) -> (descriptor: Int32, bytes: Int64) {
        var status = stat()
        // Before it is opened: opening a device may have effects of its own.
        if stat(path, &status) != 0 { throw failure(path) }
        if status.st_mode & S_IFMT != S_IFREG { throw irregular(path) }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 { throw failure(path) }
        // Again: the path may name another file by now.
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw irregular(path)
        }
        return (descriptor, Int64(status.st_size))
    }

    private static func failure(_ path: String) -> HTTPError {
        HTTPError(.io, "\(path) can't be read (\(String(cString: strerror(errno))))")
    }

    private static func irregular(_ path: String) -> HTTPError {
        HTTPError(.io, "\(path) is not a regular file")
    }
}
