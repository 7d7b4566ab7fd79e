/// A server that runs in a task of its own until it is stopped.
public final class RunningServer: Sendable {
    /// Called with the base URL once the port is bound.
    public typealias Ready = @Sendable (String) async -> Void

    /// Its base URL.
    public let url: String
    private let task: Task<Void, any Error>

    private init(url: String, task: Task<Void, any Error>) {
        self.url = url
        self.task = task
    }

    /// Starts a server and waits until its port is bound.
    ///
    /// - Throws: what the server throws before that, `CancellationError`.
    public static func start(
        _ run: @escaping @Sendable (@escaping Ready) async throws -> Void
    ) async throws -> RunningServer {
        let (urls, ready) = AsyncThrowingStream<String, any Error>.makeStream()
        let task = Task {
            do {
                try await run { ready.yield($0) }
                ready.finish()
            } catch {
                ready.finish(throwing: error)
                throw error
            }
        }
        return try await withTaskCancellationHandler {
            for try await url in urls { return RunningServer(url: url, task: task) }
            throw CancellationError()
        } onCancel: {
            task.cancel()
        }
    }

    /// Stops the service and waits for its end.
    public func stop() async {
        task.cancel()
        // How it ended does not matter any more: it was asked to.
        _ = await task.result
    }
}
