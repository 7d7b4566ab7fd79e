import Foundation

/// Takes the bytes of one answer, and counts them: `CURLOPT_MAXFILESIZE` "has no effect" where the size isn't
/// known beforehand, as in a chunked answer.
///
/// Used on the transfer loop's thread only.
final class BodySink {
    enum Trouble: Equatable {
        case tooLarge(limit: Int64)
        case io(String)
        /// The body of a refusal is long enough; the rest isn't wanted. Not a failure.
        case enough
    }

    private let sink: HTTPRequest.Sink
    private var descriptor: Int32 = -1
    private(set) var bytes: [UInt8] = []
    private(set) var received: Int64 = 0
    private(set) var trouble: Trouble?

    private static let refusalLimit = 1 << 16

    init(_ sink: HTTPRequest.Sink) { self.sink = sink }

    /// Forgets what came so far: another answer begins (as after `100 Continue`).
    func restart() {
        bytes = []
        received = 0
        discardFile()
    }

    /// Takes a piece of the body; false when the transfer has to stop, `trouble` says why.
    func take(_ piece: UnsafeRawBufferPointer, status: Int) -> Bool {
        received += Int64(piece.count)
        switch sink {
        case .memory(let limit):
            guard received <= Int64(limit) else { return stop(.tooLarge(limit: Int64(limit))) }
            bytes.append(contentsOf: piece)
            return true
        case .file(let path, let limit) where (200..<300).contains(status):
            guard received <= limit else { return stop(.tooLarge(limit: limit)) }
            return write(piece, to: path)
        case .file:
            bytes.append(contentsOf: piece.prefix(Self.refusalLimit - bytes.count))
            return received <= Int64(Self.refusalLimit) || stop(.enough)
        }
    }

    /// Ends the writing. A file is made even for an empty 2xx body, and removed unless all of it arrived.
    func finish(complete: Bool, status: Int) {
        if complete, case .file(let path, _) = sink, (200..<300).contains(status), descriptor < 0 {
            _ = openFile(path)
        }
        if complete && trouble == nil && descriptor >= 0 {
            if close(descriptor) != 0 { trouble = .io("could not finish the file: \(systemError())") }
            descriptor = -1
        } else {
            discardFile()
        }
    }

    private func write(_ piece: UnsafeRawBufferPointer, to path: String) -> Bool {
        if descriptor < 0 && !openFile(path) { return false }
        var rest = piece
        while !rest.isEmpty {
            let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            if count < 0 { return stop(.io("could not write \(path): \(systemError())")) }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
        return true
    }

    private func openFile(_ path: String) -> Bool {
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        return descriptor >= 0 || stop(.io("could not create \(path): \(systemError())"))
    }

    private func discardFile() {
        guard descriptor >= 0, case .file(let path, _) = sink else { return }
        close(descriptor)
        descriptor = -1
        unlink(path)
    }

    private func stop(_ trouble: Trouble) -> Bool {
        self.trouble = trouble
        return false
    }

    private func systemError() -> String { String(cString: strerror(errno)) }
}
