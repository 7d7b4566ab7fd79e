import Foundation

/// Gives libcurl the request's body piece by piece, and counts what was handed over.
///
/// Used on the transfer loop's thread only.
final class UploadSource {
    private enum Origin {
        case bytes([UInt8])
        case file(Int32)
    }

    private let origin: Origin
    let length: Int64
    private(set) var sent: Int64 = 0
    /// Whether the last byte was handed over, be it that the body was rewound since.
    private(set) var wasWhole = false
    private(set) var trouble: String?
    /// Nil once it was called: then nothing is held back any more.
    private var beforeLastByte: (@Sendable () throws -> Void)?

    /// Opens the body; nil when there is none.
    init?(_ body: HTTPRequest.Body, beforeLastByte: (@Sendable () throws -> Void)? = nil) throws(HTTPError) {
        self.beforeLastByte = beforeLastByte
        switch body {
        case .none: return nil
        case .bytes(let bytes):
            origin = .bytes(bytes)
            length = Int64(bytes.count)
        case .file(let path, let length):
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                throw HTTPError(
                    .io, "could not open \(path) for sending: \(String(cString: strerror(errno)))")
            }
            origin = .file(descriptor)
            self.length = length
            var status = stat()
            let size = fstat(descriptor, &status) == 0 ? Int64(status.st_size) : -1
            guard size == length else {
                throw HTTPError(
                    .io, "\(path) has \(size) bytes where \(length) were announced; nothing was sent")
            }
        }
    }

    deinit {
        if case .file(let descriptor) = origin { close(descriptor) }
    }

    /// Fills libcurl's buffer; the number of bytes, 0 at the end, nil on trouble.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        guard let end = passableEnd() else { return nil }
        let wanted = min(Int64(buffer.count), end - sent)
        guard wanted > 0 else { return 0 }
        let count: Int
        switch origin {
        case .bytes(let bytes):
            count = Int(wanted)
            bytes.withUnsafeBytes {
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[Int(sent)..<Int(sent) + count]))
            }
        case .file(let descriptor):
            var got = pread(descriptor, buffer.baseAddress, Int(wanted), off_t(sent))
            while got < 0 && errno == EINTR {
                got = pread(descriptor, buffer.baseAddress, Int(wanted), off_t(sent))
            }
            guard got > 0 else {
                trouble =
                    got == 0 ? "the file being sent became shorter" : "could not read the file being sent"
                return nil
            }
            count = got
        }
        sent += Int64(count)
        if sent == length { wasWhole = true }
        return count
    }

    /// Up to where the body may be handed over now; nil on trouble. libcurl asks for more only when the system
    /// has taken all that it got before.
    private func passableEnd() -> Int64? {
        guard let hook = beforeLastByte, length > 0 else { return length }
        if sent < length - 1 { return length - 1 }
        beforeLastByte = nil
        do { try hook() } catch {
            trouble = "\(error)"
            return nil
        }
        return length
    }

    /// Goes back to a position, which libcurl asks for before it repeats a request.
    func seek(to offset: Int64) -> Bool {
        guard (0...length).contains(offset) else { return false }
        sent = offset
        return true
    }
}
