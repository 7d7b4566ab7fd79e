/// Takes the bytes of one answer, and counts them: `CURLOPT_MAXFILESIZE` "has no effect" where the size isn't
/// known beforehand, as in a chunked answer.
///
/// Used on the transfer loop's thread only.
final class BodySink {
    enum Failure: Equatable {
        case tooLarge(limit: Int64)
        case io(String)
        /// A partial answer that doesn't begin where the file ends.
        case wrongRange
        /// A partial answer that ends before the whole does.
        case shortRange
        /// The body of a refusal is long enough; the rest isn't wanted. Not a failure.
        case enough
    }

    private let sink: HTTPRequest.Sink
    /// How many bytes of the file are there already.
    private let resumeFrom: Int64
    private var file: SinkFile?
    private var status = 0
    private var range: ContentRange?
    private(set) var bytes: [UInt8] = []
    private(set) var received: Int64 = 0
    private(set) var failure: Failure?

    private static let refusalLimit = 1 << 16

    init(_ sink: HTTPRequest.Sink, resumeFrom: Int64) {
        self.sink = sink
        self.resumeFrom = resumeFrom
    }

    /// Forgets what came so far: another answer begins (as after `100 Continue`).
    func restart() {
        bytes = []
        received = 0
        file = nil
    }

    /// The header is complete.
    func begin(status: Int, range: ContentRange?) {
        self.status = status
        self.range = range
    }

    /// Takes a piece of the body; false when the transfer has to stop, `failure` says why.
    func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        received += Int64(piece.count)
        switch sink {
        case .memory(let limit):
            guard received <= Int64(limit) else { return stop(.tooLarge(limit: Int64(limit))) }
            bytes.append(contentsOf: piece)
            return true
        case .file(_, let limit, _) where (200..<300).contains(status):
            guard let file = opened() else { return false }
            guard start + received <= limit else { return stop(.tooLarge(limit: limit)) }
            if let failure = file.write(piece) { return stop(.io(failure)) }
            return true
        case .file:
            bytes.append(contentsOf: piece.prefix(Self.refusalLimit - bytes.count))
            return received <= Int64(Self.refusalLimit) || stop(.enough)
        }
    }

    /// Ends the writing. A file is made even for an empty 2xx body, and removed unless all of it arrived.
    func finish(complete: Bool) {
        guard case .file(_, _, let keepsPartial) = sink else { return }
        if complete && (200..<300).contains(status), opened() != nil, start > 0, let range {
            let end = range.bytes.map { $0.upperBound + 1 } ?? 0
            if end != start + received || end != range.total ?? end { _ = stop(.shortRange) }
        }
        guard let file else { return }
        if complete && failure == nil {
            if let failure = file.close() { _ = stop(.io(failure)) }
        } else {
            file.discard(keepsPartial: keepsPartial)
        }
    }

    /// Where in the file the body's first byte belongs: a server may leave a range aside and send everything.
    private var start: Int64 { status == 206 ? resumeFrom : 0 }

    /// The file, opened at the first piece; nil on trouble.
    private func opened() -> SinkFile? {
        guard file == nil, case .file(let path, _, _) = sink else { return file }
        if start > 0 && range?.bytes?.lowerBound != start {
            _ = stop(.wrongRange)
            return nil
        }
        do throws(SinkFile.Failure) {
            file = try SinkFile(path, from: start)
        } catch {
            _ = stop(.io(error.text))
        }
        return file
    }

    private func stop(_ failure: Failure) -> Bool {
        self.failure = failure
        return false
    }
}
