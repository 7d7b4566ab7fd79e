import Curl
import Dataset
import Postgres
import Pull
import Sandbox
import Store
import TestKit

/// A database of the contract's tables with one dataset, and a store; all gone after the test.
struct World {
    let cluster: PostgresCluster
    let database: PostgresConnection
    let store: Store
    let pull: Pull
    static let dataset = "11111111-1111-1111-1111-111111111111"

    func source(_ dataset: String? = "Harbour", storage: StorageSettings? = nil) throws -> SupabaseSource {
        SupabaseSource(
            kind: .database(try ConnectionSettings(cluster.url)), dataset: dataset, storage: storage)
    }

    /// Inserts rows by one statement, given the SELECT's columns and its FROM.
    func insert(_ select: String) async throws {
        _ = try await database.execute(
            "INSERT INTO data (id, dataset_id, image_url, image_name, caption, created_at) SELECT \(select)")
    }

    static func run(_ body: (World) async throws -> Void) async throws {
        let directory = try TemporaryDirectory("pull")
        let cluster = try await PostgresCluster.start()
        do {
            let store = try Store(at: directory.path("state"))
            let world = World(
                cluster: cluster,
                database: try await PostgresConnection.connect(ConnectionSettings(cluster.url)),
                store: store, pull: Pull(store: store, client: HTTPClient()))
            for statement in tables { _ = try await world.database.execute(statement) }
            try await body(world)
            await cluster.stop()
        } catch {
            await cluster.stop()
            throw error
        }
    }

    private static let tables = [
        "CREATE TABLE datasets (id uuid PRIMARY KEY, name text NOT NULL, character_trigger text NOT NULL)",
        """
        CREATE TABLE data (id uuid PRIMARY KEY, dataset_id uuid NOT NULL REFERENCES datasets(id),
            image_url text NOT NULL,
            image_name text NOT NULL, caption text, created_at timestamptz)
        """,
        "INSERT INTO datasets VALUES ('\(dataset)', 'Harbour', 'hrbr')",
    ]
}

/// The error of a pull that must fail.
func failure(of body: () async throws -> some Any) async -> PullError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? PullError
    }
}
