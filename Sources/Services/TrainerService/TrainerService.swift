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
    /// `TrainerServiceError` when it cannot listen or has nowhere to keep bodies.
    public func run(onReady: @escaping @Sendable (String) async -> Void) async throws {
        let address = ListeningAddress(host: configuration.host, allowed: configuration.allowedHosts)
        let token = configuration.token
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
        } catch let error as IOError {
            await Self.end(workers)
            throw TrainerServiceError(
                message: "cannot listen on \(configuration.host):\(configuration.port): \(error)",
                hint: "choose another port, or 0 for any free one")
        }
        await Self.end(workers)
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
