import Postgres

/// Reads the database in one transaction, one snapshot, without named statements and session state, so that it
/// works through a transaction-mode pooler too. A snapshot whose connection breaks is begun again: nothing of the
/// broken one is used.
struct DatabaseSnapshot: Sendable {
    let settings: ConnectionSettings
    /// How long to wait before each further try.
    var pauses: [Duration] = [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)]
    /// How long the server may say nothing at all in the middle of a statement.
    var silence: Duration = .seconds(120)

    /// What servers and poolers say whose trouble may pass.
    private static let passing = [
        "starting up", "max clients reached", "max client connections", "remaining connection slots",
        "too many clients", "unable to check out connection",
    ]

    /// How long the database may take for one statement.
    private static let patience = "10min"

    /// Runs `body` inside a transaction that can't write; begun again it must start from nothing.
    ///
    /// - Throws: `PullError`, and what `body` throws.
    func callAsFunction<Value: Sendable>(_ body: (PostgresConnection) async throws -> Value) async throws
        -> Value
    {
        var waits = pauses[...]
        var hasConnected = false
        while true {
            do {
                return try await once(&hasConnected, body)
            } catch let error as PostgresError {
                if error.kind == .cancelled { throw CancellationError() }
                guard Self.mayPass(error, hasConnected), let pause = waits.popFirst() else {
                    let tries = pauses.count - waits.count + 1
                    throw PullError(error, at: "the database \(settings)", tries: tries)
                }
                try await Task.sleep(for: pause)
            }
        }
    }

    private func once<Value: Sendable>(
        _ hasConnected: inout Bool, _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await PostgresConnection.connect(settings)
        hasConnected = true
        do {
            _ = try await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            _ = try await connection.execute("SET LOCAL statement_timeout = '\(Self.patience)'")
            // How times are printed is a setting of the role otherwise.
            _ = try await connection.execute("SET LOCAL datestyle = 'ISO'")
            let value = try await body(connection)
            _ = try await connection.execute("COMMIT")
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    /// A connection that broke, a server that is starting or has no place left may have one in a moment. A
    /// refused login never is, and is never repeated: services block an address after a few.
    private static func mayPass(_ error: PostgresError, _ hasConnected: Bool) -> Bool {
        switch error.kind {
        case .connectionLost: true
        case .cannotConnect: hasConnected || passing.contains { error.message.contains($0) }
        case .invalidSettings, .authentication, .query, .cancelled, .timedOut: false
        }
    }
}
