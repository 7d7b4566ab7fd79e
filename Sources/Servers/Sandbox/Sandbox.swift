public import Dataset
import Foundation
import Postgres
import Trainer
import Web

/// A throwaway stand-in for everything outside: PostgreSQL with the contract's schema, Supabase's REST and Storage
/// APIs over it and a simulated trainer, all on the loopback interface.
public actor Sandbox {
    /// The variables to set for lorapipe, in the order in which they read well. They hold secrets of this sandbox
    /// alone, new with each start.
    public nonisolated let environment: [(String, String)]
    /// The names and ids of the datasets that were filled in.
    public nonisolated let datasets: [DatasetInfo]

    nonisolated let keys: SandboxKeys
    private let cluster: PostgresCluster
    private let pool: RolePool
    private let gateway: RunningServer
    private let trainer: RunningServer

    private init(
        cluster: PostgresCluster, pool: RolePool, gateway: RunningServer, trainer: RunningServer,
        keys: SandboxKeys, datasets: [DatasetInfo]
    ) {
        self.cluster = cluster
        self.keys = keys
        self.pool = pool
        self.gateway = gateway
        self.trainer = trainer
        self.datasets = datasets
        environment = [
            ("DATABASE_URL", cluster.url), ("SUPABASE_URL", gateway.url),
            ("SUPABASE_SECRET_KEY", keys.secret), ("SUPABASE_SERVICE_ROLE_KEY", keys.serviceRole),
            ("SUPABASE_PUBLISHABLE_KEY", keys.publishable), ("SUPABASE_ANON_KEY", keys.anon),
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
        let port = configuration.databasePort
        let cluster = try await PostgresCluster.start(
            in: configuration.directory, port: port == 0 ? nil : port)
        var running: [RunningServer] = []
        do {
            let keys = SandboxKeys()
            let (database, pool) = try await prepare(cluster)
            let gateway = try await startGateway(
                configuration, keys, pool,
                StoredBytes(
                    samples: folders.flatMap(SampleObject.all), folder: cluster.directory + "/uploads"))
            running.append(gateway)
            let datasets = try await Seeding(connection: database).fill(folders, storage: gateway.url)
            await database.close()
            let trainer = try await startTrainer(configuration, spool: cluster.directory + "/trainer")
            running.append(trainer)
            try Task.checkCancellation()
            return Sandbox(
                cluster: cluster, pool: pool, gateway: gateway, trainer: trainer, keys: keys,
                datasets: datasets)
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
        await gateway.stop()
        await pool.close()
        await cluster.stop()
    }

    /// Makes the schema; a connection to fill it by, and the connections that the services use.
    private static func prepare(_ cluster: PostgresCluster) async throws -> (PostgresConnection, RolePool) {
        let database = try await PostgresConnection.connect(try ConnectionSettings(cluster.url))
        let password = UUID().uuidString.lowercased()
        try await Seeding(connection: database).makeSchema(password: password)
        let url = "postgresql://authenticator:\(password)@127.0.0.1:\(cluster.port)/postgres?sslmode=disable"
        return (database, RolePool(try ConnectionSettings(url)))
    }

    private static func startGateway(
        _ configuration: Configuration, _ keys: SandboxKeys, _ pool: RolePool, _ bytes: StoredBytes
    ) async throws -> RunningServer {
        let access = StorageAccess(library: StorageLibrary(pool: pool), tokens: keys.tokens)
        let gateway = Gateway(
            keys: GatewayKeys(keys: keys),
            rest: RestService(pool: pool, tokens: keys.tokens, maxRows: configuration.maxRows),
            storage: StorageService(access: access, bytes: bytes), faults: FaultInjector(configuration.faults)
        )
        let port = configuration.storagePort
        let wanted = port ?? SandboxPorts.api
        do {
            return try await RunningServer.start { try await gateway.run(port: wanted, onReady: $0) }
        } catch is SandboxError where port == nil {
            // Somebody else has the usual port: Supabase's own local stack, or another sandbox.
            return try await RunningServer.start { try await gateway.run(port: 0, onReady: $0) }
        }
    }

    /// The spool lies in the cluster's directory, which is removed even when this process is killed.
    private static func startTrainer(
        _ configuration: Configuration, spool: String
    ) async throws -> RunningServer {
        let trainer = TrainerServer(
            configuration: .init(
                port: configuration.trainerPort, stepsPerSecond: configuration.stepsPerSecond,
                spoolDirectory: spool))
        return try await RunningServer.start { try await trainer.run(onReady: $0) }
    }
}

/// The ports that people know.
enum SandboxPorts {
    /// Of the API of Supabase's own local stack.
    static let api = 54321
}
