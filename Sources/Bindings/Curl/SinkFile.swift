import Foundation

/// The file that a body is written into.
final class SinkFile {
    struct Failure: Error {
        let text: String
    }

    private let path: String
    private var descriptor: Int32

    /// Makes or empties the file, or cuts it to its first `offset` bytes and goes on behind them.
    init(_ path: String, from offset: Int64) throws(Failure) {
        self.path = path
        let flags = O_WRONLY | O_CLOEXEC | (offset > 0 ? 0 : O_CREAT | O_TRUNC)
        descriptor = open(path, flags, 0o644)
        guard descriptor >= 0 else { throw Failure(text: "could not create \(path): \(Self.systemError())") }
        guard offset > 0 else { return }
        var status = stat()
        // A shorter file would be filled up with zeros.
        let isLongEnough = fstat(descriptor, &status) == 0 && Int64(status.st_size) >= offset
        guard isLongEnough, ftruncate(descriptor, off_t(offset)) == 0,
            lseek(descriptor, off_t(offset), Int32(SEEK_SET)) == off_t(offset)
        else {
            Foundation.close(descriptor)
            throw Failure(text: "\(path) is not the beginning that was to be completed")
        }
    }

    deinit {
        if descriptor >= 0 { Foundation.close(descriptor) }
    }

    /// Writes all of a piece; what went wrong, or nil.
    func write(_ piece: UnsafeRawBufferPointer) -> String? {
        var rest = piece
        while !rest.isEmpty {
            let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            if count < 0 { return "could not write \(path): \(Self.systemError())" }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
        return nil
    }

    /// Closes the complete file; what went wrong, or nil.
    func close() -> String? {
        let code = Foundation.close(descriptor)
        descriptor = -1
        return code == 0 ? nil : "could not finish the file: \(Self.systemError())"
    }

    /// Closes the incomplete file, and removes it unless it is to be gone on with.
    func discard(keepsPartial: Bool) {
        Foundation.close(descriptor)
        descriptor = -1
        if !keepsPartial { unlink(path) }
    }

    private static func systemError() -> String { String(cString: strerror(errno)) }
}
