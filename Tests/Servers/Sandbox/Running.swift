import Curl
import Dataset
import Postgres
import TestKit
import Testing

@testable import Sandbox

/// A sandbox of one test's own over the small sample folder, stopped however the test ends.
struct Running {
    let sandbox: Sandbox
    /// The superuser's connection.
    let database: PostgresConnection
    let directory: TemporaryDirectory
    private let client = HTTPClient()

    static func sandbox(
        faults: [Fault] = [], maxRows: Int = 1000, _ body: (Running) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory("sandbox")
        let sandbox = try await Sandbox.start(
            .init(
                directory: directory.path("state"), samples: [try Samples.write(in: directory)],
                storagePort: 0,
                stepsPerSecond: 2000, maxRows: maxRows, faults: faults))
        do {
            let url = try #require(sandbox.variable("DATABASE_URL"))
            let database = try await PostgresConnection.connect(try ConnectionSettings(url))
            try await body(Running(sandbox: sandbox, database: database, directory: directory))
            await database.close()
        } catch {
            await sandbox.stop()
            throw error
        }
        await sandbox.stop()
    }

    /// A variable of the environment; empty without one.
    func variable(_ name: String) -> String { sandbox.variable(name) ?? "" }
    var base: String { variable("SUPABASE_URL") }
    var dataset: String { sandbox.datasets.first?.id ?? "" }
    /// A picture of ten bytes, as the path behind a bucket.
    var picture: String { "\(dataset)/a%20one.jpg" }

    /// The older service key in both headers, as clients send it.
    var service: [(name: String, value: String)] { both(variable("SUPABASE_SERVICE_ROLE_KEY")) }
    var anon: [(name: String, value: String)] { both(variable("SUPABASE_ANON_KEY")) }

    func both(_ key: String) -> [(name: String, value: String)] {
        [("apikey", key), ("Authorization", "Bearer \(key)")]
    }

    func send(
        _ target: String, _ headers: [(name: String, value: String)] = [], method: String = "GET",
        body: String? = nil
    ) async throws -> HTTPResponse {
        var request = HTTPRequest(base + target, method: method, headers: headers)
        if let body { request.body = .bytes(Array(body.utf8)) }
        return try await client.send(request)
    }

    /// A request of Storage.
    func storage(
        _ path: String, _ headers: [(name: String, value: String)] = [], method: String = "GET",
        body: String? = nil
    ) async throws -> HTTPResponse {
        try await send("/storage/v1/\(path)", headers, method: method, body: body)
    }

    /// A request to the REST API with the service key.
    func rest(
        _ target: String, _ headers: [(name: String, value: String)] = [], method: String = "GET"
    ) async throws -> HTTPResponse {
        try await send("/rest/v1/\(target)", service + headers, method: method)
    }

    /// A token that the sandbox takes for one of its own.
    func token(_ claims: KeyValuePairs<String, JSONValue?>) -> String {
        sandbox.keys.tokens.sign(.record(claims))
    }

    func run(_ statements: String...) async throws {
        for statement in statements { _ = try await database.execute(statement) }
    }
}
