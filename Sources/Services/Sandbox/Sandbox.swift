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

    private init(
        cluster: PostgresCluster, storage: RunningService, trainer: RunningService, keys: SandboxKeys,
        datasets: [DatasetInfo]
    ) {
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
        let port = configuration.databasePort
        let cluster = try await PostgresCluster.start(
            in: configuration.directory, port: port == 0 ? nil : port)
        var running: [RunningService] = []
        do {
            let storage = try await startStorage(
                StorageService(shelf: shelf, tokens: keys.tokens), port: configuration.storagePort)
            running.append(storage)
            let datasets = try await Seeding(database: cluster.url, storage: storage.url).fill(folders)
            let trainer = try await startTrainer(configuration, spool: cluster.directory + "/trainer")
            running.append(trainer)
            try Task.checkCancellation()
            return Sandbox(
                cluster: cluster, storage: storage, trainer: trainer, keys: keys, datasets: datasets)
        } catch {
            for service in running { await service.stop() }
            await cluster.stop()
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

    /// The spool lies in the cluster's directory, which is removed even when this process is killed.
    private static func startTrainer(
        _ configuration: Configuration, spool: String
    ) async throws -> RunningService {
        let trainer = TrainerService(
            configuration: .init(
                port: configuration.trainerPort, stepsPerSecond: configuration.stepsPerSecond,
                spoolDirectory: spool))
        return try await RunningService.start { try await trainer.run(onReady: $0) }
    }
}

/// The ports that people know.
enum SandboxPorts {
    /// Of the API of Supabase's own local stack.
    static let storage = 54321
}
