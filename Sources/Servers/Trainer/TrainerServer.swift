import Dispatch
import Foundation
import Hummingbird
import Vips
import Web
import Workers

/// Our own Musubi Tuner API, in rehearsal: it takes, validates and tracks jobs like the real one, and trains nothing.
///
/// It never writes a LoRA or anything that could be taken for one; every message and log line says that it is a
/// rehearsal. Both dialects are served: `/train…` and `/lora-trainer/…`.
public struct TrainerServer: Sendable {
    let configuration: Configuration

    /// A service that has not started yet.
    public init(configuration: Configuration = Configuration()) {
        self.configuration = configuration
    }

    /// Serves until the task is cancelled, then returns; jobs are forgotten with it.
    ///
    /// `onReady` is called once with the base URL (path prefix included), as soon as the port is bound. Throws
    /// `WebServerError` when it cannot listen, may not listen there or has nowhere to keep bodies.
    public func run(onReady: @escaping @Sendable (String) async -> Void) async throws {
        let address = ListeningAddress(host: configuration.host, allowed: configuration.allowedHosts)
        let token = try checked(address)
        let spool = try SpoolDirectory(configuration.spoolDirectory)
        defer { spool.close() }
        // Two threads: a second upload is inspected while the first one's pictures are decoded.
        let workers = VipsRuntime.workers(2)
        let routes = TrainerRoutes(
            book: JobStore(stepsPerSecond: configuration.stepsPerSecond), spool: spool, workers: workers,
            uploads: UploadLimiter(uploads: configuration.maxUploads, bytes: configuration.maxSpoolBytes),
            maxBodyBytes: configuration.maxBodyBytes, limits: configuration.limits)
        let prefix = configuration.pathPrefix.split(separator: "/").map { "/" + $0 }.joined()
        var server = WebServer("trainer", at: address, port: configuration.port)
        server.maxConnections = configuration.maxConnections
        server.timeout = configuration.patience
        do {
            try await server.run(
                routes.router(prefix: prefix, address: address, token: token).buildResponder()
            ) {
                await onReady($0 + prefix)
            }
        } catch {
            await Self.end(workers)
            throw error
        }
        await Self.end(workers)
    }

    /// The token that is asked for. Throws when the server must not start as it is configured.
    private func checked(_ address: ListeningAddress) throws -> String? {
        // Before there are threads to decode on: the library changes the environment while it starts.
        try VipsRuntime.start()
        let token = configuration.token?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        guard !token.isEmpty || address.isLoopback else {
            throw WebServerError(
                message: "\(configuration.host) is reached from other machines, and no token is set: "
                    + "whoever reaches it could use this trainer",
                hint: "set LORAPIPE_TOKEN to a secret of your own, or listen on 127.0.0.1")
        }
        return token.isEmpty ? nil : token
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
