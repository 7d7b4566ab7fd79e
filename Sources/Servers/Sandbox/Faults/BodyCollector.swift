import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Takes a response's body in place of the wire.
struct BodyCollector: ResponseBodyWriter {
    private final class Bytes: Sendable {
        let buffer = Mutex(ByteBuffer())
    }

    private let bytes = Bytes()

    /// All of a body.
    static func bytes(of body: ResponseBody) async throws -> ByteBuffer {
        let collector = BodyCollector()
        try await body.write(collector)
        return collector.bytes.buffer.withLock { $0 }
    }

    mutating func write(_ buffer: ByteBuffer) async throws {
        bytes.buffer.withLock { _ = $0.writeImmutableBuffer(buffer) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
