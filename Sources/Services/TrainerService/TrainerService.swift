import Dispatch
import Foundation
import Hummingbird
import Logging
import NIOCore
import Vips
import Workers

/// Our own Musubi Tuner API, in rehearsal: it takes, validates and tracks jobs like the real one, and trains nothing.
///
/// It never writes a LoRA or anything that could be taken for one; every message and log line says that it is a
/// rehearsal. Both dialects are served: `/train…` and `/lora-trainer/…`.
public struct TrainerService: Sendable {
    let configuration: Configuration

    /// A service that has not started yet.
    public init(configuration: Configuration = Configuration()) {
        self.configuration = configuration
    }

    /// Serves until the task is cancelled, then returns; jobs are forgotten with it.
    ///
    /// `onReady` is called once with the base URL (path prefix included), as soon as the port is bound. Throws
    /// `TrainerServiceError` when it cannot listen, may not listen there or has nowhere to keep bodies.
    public func run(onReady: @escaping @Sendable (String) async -> Void) async throws {
        let address = ListeningAddress(host: configuration.host, allowed: configuration.allowedHosts)
        let token = try checked(address)
        let spool = try SpoolDirectory(configuration.spoolDirectory)
        defer { spool.close() }
        // Two threads: a second upload is looked at while the first one's pictures are decoded.
        let workers = VipsRuntime.workers(2)
        let routes = TrainerRoutes(
            book: JobBook(stepsPerSecond: configuration.stepsPerSecond), spool: spool, workers: workers,
            uploads: UploadLimiter(uploads: configuration.maxUploads, bytes: configuration.maxSpoolBytes),
            maxBodyBytes: configuration.maxBodyBytes, limits: configuration.limits)
        let prefix = configuration.pathPrefix.split(separator: "/").map { "/" + $0 }.joined()
        let application = application(
            routes.router(prefix: prefix, address: address, token: token), address
        ) { await onReady(address.url + prefix) }
        do {
            try await application.run()
        } catch  where Task.isCancelled {
            // Being cancelled is how a service ends.
        } catch {
            await Self.end(workers)
            throw ListeningFailure(host: configuration.host, port: configuration.port).told(error)
        }
        await Self.end(workers)
    }

    /// The token that is asked for. Throws when the service must not start as it is configured.
    private func checked(_ address: ListeningAddress) throws -> String? {
        // Before there are threads to decode on: the library changes the environment while it starts.
        try VipsRuntime.start()
        guard (0...65535).contains(configuration.port) else {
            throw TrainerServiceError(
                message: "\(configuration.port) is no port", hint: "it takes 0 to 65535; 0 takes a free one")
        }
        let token = configuration.token?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        guard !token.isEmpty || address.isLoopback else {
            throw TrainerServiceError(
                message: "\(configuration.host) is reached from other machines, and no token is set: "
                    + "whoever reaches it could use this trainer",
                hint: "set LORAPIPE_TOKEN to a secret of your own, or listen on 127.0.0.1")
        }
        return token.isEmpty ? nil : token
    }

    private func application(
        _ router: Router<TrainerContext>, _ address: ListeningAddress,
        onReady: @escaping @Sendable () async -> Void
    ) -> Application<RouterResponder<TrainerContext>> {
        var logger = Logger(label: "lorapipe.trainer")
        // Below critical the server reports every connection that a stopping client leaves open.
        logger.logLevel = .critical
        let patience = configuration.patience
        return Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [BodyPaceHandler(grace: patience), ContinueHandler()],
                    idleTimeout: .init(patience))),
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: .maximum(configuration.maxConnections, logger: logger)),
            onServerRunning: { channel in
                address.bind(port: channel.localAddress?.port)
                await onReady()
            },
            logger: logger)
    }

    /// Waits for the threads without blocking one of the cooperative pool's.
    private static func end(_ workers: WorkerPool) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                workers.shutdown()
                continuation.resume()
            }
        }
    }
}

/// Why the service could not start.
public struct TrainerServiceError: Error, Sendable, CustomStringConvertible {
    /// What happened and where.
    public let message: String
    /// What to do next.
    public let hint: String

    /// Both in a line.
    public var description: String { "\(message); \(hint)" }
}
