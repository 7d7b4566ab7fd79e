import Synchronization

/// Makes HTTP requests by libcurl, on one thread of its own; no task ever waits on a blocked thread.
///
/// Connections are kept and used again (unless a request is `singleUse`). The thread ends when the last
/// reference to the client is gone.
public final class HTTPClient: Sendable {
    /// What holds for all requests of a client.
    public struct Configuration: Sendable {
        /// How many requests run at once; more wait their turn.
        public var maxConnections: Int
        /// The `User-Agent` header. Must not look like a browser's: Supabase refuses secret keys from those.
        public var userAgent: String
        /// A PEM file of certificate authorities in place of the system's; nil for the system's.
        public var authorities: String?
        /// What every request goes through, those to this machine itself too, whatever the environment says; nil
        /// for none but the environment's.
        public var proxy: ProxyAddress?
        /// Whether `https_proxy` and its like are obeyed; never for this machine itself.
        public var usesProxyOfEnvironment: Bool

        /// A configuration.
        public init(
            maxConnections: Int = 8, userAgent: String = "lorapipe", authorities: String? = nil,
            proxy: ProxyAddress? = nil, usesProxyOfEnvironment: Bool = true
        ) {
            self.maxConnections = max(1, maxConnections)
            self.userAgent = userAgent
            self.authorities = authorities
            self.proxy = proxy
            self.usesProxyOfEnvironment = usesProxyOfEnvironment
        }
    }

    private let loop: TransferLoop

    /// Starts a client and its thread.
    public init(configuration: Configuration = Configuration()) {
        loop = TransferLoop(configuration)
    }

    /// For tests of what happens when libcurl does not take a request.
    init(configuration: Configuration = Configuration(), add: @escaping TransferLoop.Adding) {
        loop = TransferLoop(configuration, add: add)
    }

    deinit { loop.close() }

    /// Sends a request and waits for the complete answer, whatever its status.
    ///
    /// Cancelling the task gives the transfer up at once, with an error of kind `cancelled`.
    /// - Throws: `HTTPError` when no complete answer came.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let cancellation = CancellationFlag()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.start(Transfer(request, cancellation, continuation))
            }
        } onCancel: {
            cancellation.set()
            loop.wake()
        }
        return try outcome.get()
    }
}

/// Set once, when a task is cancelled, possibly before its transfer exists; the loop looks at it.
final class CancellationFlag: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .acquiring) }

    func set() { flag.store(true, ordering: .releasing) }
}
