import HTTPTypes
public import Hummingbird
public import NIOCore
import NIOHTTPTypes

/// A request's context with its channel: to ask a waiting client for its body, or to cut the connection.
public struct WebContext: RequestContext {
    /// What hummingbird keeps.
    public var coreContext: CoreRequestContextStorage
    /// The connection.
    public let channel: any Channel

    /// A context of one request.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Asks for the body, when the client waits to be asked (RFC 9110, section 10.1.1).
    ///
    /// The framework leaves `Expect: 100-continue` alone. Called only once the headers were found good: a refusal
    /// then comes before gigabytes are sent.
    public func askForBody(of request: Request) async throws {
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
