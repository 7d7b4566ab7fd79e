import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes

/// A request's context: it keeps the channel, to tell a client that waits for it to send its body.
struct TrainerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Asks for the body, when the client waits to be asked (RFC 9110, section 10.1.1).
    ///
    /// The framework leaves `Expect: 100-continue` alone. Called only once the headers were found good: a refusal
    /// then comes before gigabytes are sent.
    func askForBody(of request: Request) async throws {
        guard request.headers[.expect]?.lowercased() == "100-continue" else { return }
        try await channel.triggerUserOutboundEvent(ContinueHandler.Ask()).get()
    }
}

/// Writes the interim `100 Continue` on request of the route.
final class ContinueHandler: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    struct Ask: Sendable {}

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        guard event is Ask else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: promise)
    }
}
