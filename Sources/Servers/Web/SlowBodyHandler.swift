import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request's body comes too slowly. A client that sends a byte a minute would hold the place of
/// its upload for ever; one that was refused may still send, but no longer than this.
final class SlowBodyHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    /// What a body must come at on average once the grace is over: 16 KiB a second. A slow uplink of an old DSL line has
    /// four times that.
    private static let bytesPerSecond: Int64 = 16 << 10

    /// How long a body may take whatever its size.
    private let grace: TimeAmount
    private var began = NIODeadline.now()
    private var bytes: Int64 = 0
    private var check: Scheduled<Void>?

    init(grace: Duration) {
        self.grace = .init(grace)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            (began, bytes) = (.now(), 0)
            schedule(context)
        case .body(let piece): bytes += Int64(piece.readableBytes)
        case .end: stop()
        }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    /// When all that has come so far must have come.
    private var limit: NIODeadline { began + grace + .seconds(bytes / Self.bytesPerSecond) }

    private func schedule(_ context: ChannelHandlerContext) {
        stop()
        check = context.eventLoop.assumeIsolated().scheduleTask(deadline: limit) {
            if NIODeadline.now() >= self.limit { context.close(promise: nil) } else { self.schedule(context) }
        }
    }

    private func stop() {
        check?.cancel()
        check = nil
    }
}
