import Foundation

/// Gives libcurl the request's body piece by piece, and counts what was sent.
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
    /// Whether the last byte was sent; stays true when the body is rewound.
    private(set) var wasWhole = false
    private(set) var failure: String?
    private var gate: Gate
    private let onBody: (@Sendable (UnsafeRawBufferPointer) -> Void)?

    typealias Callback = @Sendable () async throws -> Void

    /// What keeps the last byte back.
    private enum Gate {
        /// Nothing, or nothing any more.
        case open
        /// This is to be called first.
        case closed(Callback)
        /// It was called and has not returned. The byte is already read: what was looked at is what leaves.
        case asked(UInt8)
        /// It has returned.
        case passed(UInt8)
    }

    /// What a read gave.
    enum Reading {
        /// So many bytes; 0 at the end.
        case given(Int)
        /// Only the last byte is left, and this is to be called before it.
        case held(Callback)
        /// What was called has not returned.
        case waiting
        /// Nothing more comes; `failure` says why.
        case failed
    }

    /// Opens the body; nil when there is none.
    init?(
        _ body: HTTPRequest.Body, beforeLastByte: Callback? = nil,
        onBody: (@Sendable (UnsafeRawBufferPointer) -> Void)? = nil
    ) throws(HTTPError) {
        gate = beforeLastByte.map { .closed($0) } ?? .open
        self.onBody = onBody
        switch body {
        case .none: return nil
        case .bytes(let bytes):
            origin = .bytes(bytes)
            length = Int64(bytes.count)
        case .file(let path, let length):
            let file = try ReadableFile.open(path)
            origin = .file(file.descriptor)
            self.length = length
            guard file.bytes == length else {
                throw HTTPError(
                    .io, "\(path) has \(file.bytes) bytes where \(length) were announced; nothing was sent")
            }
        }
    }

    deinit {
        if case .file(let descriptor) = origin { close(descriptor) }
    }

    /// Fills libcurl's buffer. libcurl asks for more only when the system has taken all that it got before.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Reading {
        if failure != nil { return .failed }
        let isLast = length > 0 && sent == length - 1
        switch gate {
        case .open: return give(buffer, upTo: length)
        case .closed(let hook) where isLast:
            var byte: UInt8 = 0
            guard withUnsafeMutableBytes(of: &byte, { fill($0, count: 1) }) != nil else { return .failed }
            gate = .asked(byte)
            return .held(hook)
        case .asked where isLast: return .waiting
        case .passed(let byte) where isLast:
            gate = .open
            buffer[0] = byte
            return advance(by: 1)
        case .closed, .asked, .passed: return give(buffer, upTo: max(0, length - 1))
        }
    }

    /// Lets the last byte leave, or gives the transfer up with these words.
    func settle(_ failure: String?) {
        self.failure = failure
        if case .asked(let byte) = gate { gate = .passed(byte) }
    }

    private func give(_ buffer: UnsafeMutableRawBufferPointer, upTo end: Int64) -> Reading {
        let wanted = min(Int64(buffer.count), end - sent)
        guard wanted > 0 else { return .given(0) }
        return fill(buffer, count: Int(wanted)).map(advance) ?? .failed
    }

    private func advance(by count: Int) -> Reading {
        sent += Int64(count)
        if sent == length { wasWhole = true }
        return .given(count)
    }

    /// Reads what comes next, at most `count` bytes of it, and shows it; nil on trouble.
    private func fill(_ buffer: UnsafeMutableRawBufferPointer, count wanted: Int) -> Int? {
        let count: Int
        switch origin {
        case .bytes(let bytes):
            count = wanted
            bytes.withUnsafeBytes {
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[Int(sent)..<Int(sent) + count]))
            }
        case .file(let descriptor):
            var got = pread(descriptor, buffer.baseAddress, wanted, off_t(sent))
            while got < 0 && errno == EINTR {
                got = pread(descriptor, buffer.baseAddress, wanted, off_t(sent))
            }
            guard got > 0 else {
                failure =
                    got == 0 ? "the file being sent became shorter" : "could not read the file being sent"
                return nil
            }
            count = got
        }
        onBody?(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }

    /// Goes back to a position, which libcurl asks for before it repeats a request.
    func seek(to offset: Int64) -> Bool {
        guard (0...length).contains(offset) else { return false }
        sent = offset
        return true
    }
}
