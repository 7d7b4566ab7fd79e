public import Dataset
import Foundation
import TrainerService

/// A throwaway stand-in for everything outside: PostgreSQL with the contract's schema, a Storage look-alike and a
/// trainer in rehearsal, all on the loopback interface.
public actor Sandbox {
    /// The variables to set for lorapipe, in the order in which they read well. They hold secrets of this sandbox
    /// alone, new with each start.
    public nonisolated let environment: [(String, String)]
    /// The names and ids of the datasets that were filled in.
    public nonisolated let datasets: [DatasetInfo]

    private let cluster: PostgresCluster
    private let storage: RunningService
    private let trainer: RunningService
    /// The directory to remove at the end, when this start made it.
    private let made: String?

    private init(
        cluster: PostgresCluster, storage: RunningService, trainer: RunningService, keys: SandboxKeys,
        datasets: [DatasetInfo], made: String?
    ) {
        self.made = made
        self.cluster = cluster
        self.storage = storage
        self.trainer = trainer
        self.datasets = datasets
        environment = [
            ("DATABASE_URL", cluster.url), ("SUPABASE_URL", storage.url),
            ("SUPABASE_SERVICE_ROLE_KEY", keys.serviceRole), ("SUPABASE_ANON_KEY", keys.anon),
            ("LORAPIPE_ENDPOINT", trainer.url),
        ]
    }

    /// Starts all of it and fills it from the samples. What was started is stopped again when a later part fails
    /// or the task is cancelled.
    ///
    /// Throws `SandboxError`, or the error of the part that could not start.
    public static func start(_ configuration: Configuration) async throws -> Sandbox {
        let folders = try configuration.samples.map { try SampleFolder(path: $0) }
        try SampleFolder.checkDistinct(folders)
        let keys = SandboxKeys()
        let shelf = StorageShelf(samples: folders)
        let made =
            FileManager.default.fileExists(atPath: configuration.directory) ? nil : configuration.directory
        let port = configuration.databasePort
        let cluster = try await PostgresCluster.start(
            in: configuration.directory, port: port == 0 ? nil : port)
        var running: [RunningService] = []
        do {
            let storage = try await startStorage(
                StorageService(shelf: shelf, tokens: keys.tokens), port: configuration.storagePort)
            running.append(storage)
            let datasets = try await Seeding(database: cluster.url, storage: storage.url).fill(folders)
            let trainer = try await startTrainer(configuration)
            running.append(trainer)
            try Task.checkCancellation()
            return Sandbox(
                cluster: cluster, storage: storage, trainer: trainer, keys: keys, datasets: datasets,
                made: made)
        } catch {
            for service in running { await service.stop() }
            await cluster.stop()
            removeIfEmpty(made)
            throw error
        }
    }

    /// The value of one of the variables; nil for another name.
    public nonisolated func variable(_ name: String) -> String? {
        environment.first { $0.0 == name }?.1
    }

    /// Stops all of it and removes the cluster. May be called twice.
    public func stop() async {
        await trainer.stop()
        await storage.stop()
        await cluster.stop()
        Self.removeIfEmpty(made)
    }

    /// Leaves a directory alone that somebody has put something into.
    private static func removeIfEmpty(_ directory: String?) {
        guard let directory else { return }
        // Fails on a directory that is not empty, which is what is wanted.
        _ = rmdir(directory)
    }

    private static func startStorage(_ service: StorageService, port: Int?) async throws -> RunningService {
        let wanted = port ?? SandboxPorts.storage
        do {
            return try await RunningService.start { try await service.run(port: wanted, onReady: $0) }
        } catch is SandboxError where port == nil {
            // Somebody else has the usual port: Supabase's own local stack, or another sandbox.
            return try await RunningService.start { try await service.run(port: 0, onReady: $0) }
        }
    }

    private static func startTrainer(_ configuration: Configuration) async throws -> RunningService {
        let trainer = TrainerService(
            configuration: .init(
                port: configuration.trainerPort, stepsPerSecond: configuration.stepsPerSecond))
        return try await RunningService.start { try await trainer.run(onReady: $0) }
    }
}

/// The ports that people know.
enum SandboxPorts {
    /// Of the API of Supabase's own local stack.
    static let storage = 54321
}
