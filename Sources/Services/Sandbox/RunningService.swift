/// A service that runs in a task of its own until it is stopped.
final class RunningService: Sendable {
    typealias Ready = @Sendable (String) async -> Void

    /// Its base URL.
    let url: String
    private let task: Task<Void, any Error>

    private init(url: String, task: Task<Void, any Error>) {
        self.url = url
        self.task = task
    }

    /// Starts a service and waits until it tells its URL. Throws what it throws before that.
    static func start(
        _ run: @escaping @Sendable (@escaping Ready) async throws -> Void
    ) async throws -> RunningService {
        let (urls, told) = AsyncThrowingStream<String, any Error>.makeStream()
        let task = Task {
            do {
                try await run { told.yield($0) }
                told.finish()
            } catch {
                told.finish(throwing: error)
                throw error
            }
        }
        return try await withTaskCancellationHandler {
            for try await url in urls { return RunningService(url: url, task: task) }
            throw CancellationError()
        } onCancel: {
            task.cancel()
        }
    }

    /// Stops the service and waits for its end.
    func stop() async {
        task.cancel()
        // How it ended does not matter any more: it was asked to.
        _ = await task.result
    }
}
