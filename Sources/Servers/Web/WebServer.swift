public import HTTPTypes
public import Hummingbird
import Logging
import NIOCore

/// One HTTP server on hummingbird: bounded connections, idle and slow ones closed, a port that is known once it is
/// bound. It serves until its task is cancelled.
public struct WebServer: Sendable {
    /// Where it listens.
    public let address: ListeningAddress
    private let port: Int
    private let logger: Logger

    /// How many connections are open at a time; further ones wait.
    public var maxConnections = 128
    /// After how long an idle connection is closed, and one that sends its body too slowly. Nil for never.
    public var timeout: Duration?

    /// - Parameters:
    ///   - name: the logger's label, as in `trainer`.
    ///   - port: 0 for any free one.
    public init(_ name: String, at address: ListeningAddress, port: Int) {
        self.address = address
        self.port = port
        var logger = Logger(label: "lorapipe." + name)
        // Below critical hummingbird reports every connection that a stopping client leaves open.
        logger.logLevel = .critical
        self.logger = logger
    }

    /// Serves until the task is cancelled, then returns.
    ///
    /// - Parameter onReady: called once with the base URL, as soon as the port is bound.
    /// - Throws: `WebServerError` when it can't listen.
    public func run<Responder: HTTPResponder>(
        _ responder: Responder, onReady: @escaping @Sendable (String) async -> Void
    ) async throws where Responder.Context == WebContext {
        guard (0...65535).contains(port) else {
            throw WebServerError(
                message: "\(port) is not a port", hint: "it takes 0 to 65535; 0 takes a free one")
        }
        let application = Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: (timeout.map { [SlowBodyHandler(grace: $0)] } ?? [])
                        + [ContinueHandler()],
                    idleTimeout: timeout.map { .init($0) })),
            configuration: .init(
                address: .hostname(address.host, port: port),
                availableConnectionsDelegate: .maximum(maxConnections, logger: logger)),
            onServerRunning: { [address] channel in
                address.bind(port: channel.localAddress?.port)
                await onReady(address.url)
            },
            logger: logger)
        do {
            try await application.run()
        } catch  where Task.isCancelled {
            // Cancellation is how a server is stopped.
        } catch {
            throw ListeningFailure(host: address.host, port: port).explained(error)
        }
    }
}

/// Why a server could not start.
public struct WebServerError: Error, Sendable, CustomStringConvertible {
    /// What happened and where.
    public let message: String
    /// What to do next.
    public let hint: String

    /// An error with what to do about it.
    public init(message: String, hint: String) {
        self.message = message
        self.hint = hint
    }

    /// Both in a line.
    public var description: String { "\(message); \(hint)" }
}

/// A request that is refused before a route sees it. Each server gives it the form of its own errors.
public struct WebRefusal: Error, Sendable {
    /// The status to answer with.
    public let status: HTTPResponse.Status
    /// Why, in a sentence.
    public let message: String
    /// Headers that go along.
    public let headers: HTTPFields

    init(_ status: HTTPResponse.Status, _ message: String, headers: HTTPFields = [:]) {
        self.status = status
        self.message = message
        self.headers = headers
    }
}
