import Workers

/// A connection to a PostgreSQL database. libpq's calls block, so they all run on one thread of the
/// connection's own; queries wait for each other.
public actor PostgresConnection {
    private let thread: WorkerThread
    private var handle: PostgresHandle?

    /// The connection's thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private init() { thread = WorkerThread(name: "postgres") }

    /// Connects.
    ///
    /// - Parameter deadline: how long it may take in all, over all addresses of the host.
    /// - Throws: `PostgresError`: `cannotConnect`, `authentication`, `timedOut` or `cancelled`.
    public static func connect(
        _ settings: ConnectionSettings, deadline: Duration = .seconds(10)
    ) async throws -> PostgresConnection {
        let connection = PostgresConnection()
        try await connection.open(settings, deadline)
        return connection
    }

    /// Runs a statement with `$1`, `$2`, … taken from `parameters` as text (nil is NULL); all rows as text.
    ///
    /// Cancelling the task stops the query on the server; the connection stays usable.
    ///
    /// - Parameter silence: how long neither a row nor an end may arrive from the server; then the query is cancelled,
    ///   or the connection given up where the server doesn't hear of that either, and the error is `timedOut`.
    ///   libpq by itself waits for ever on a server that hangs while its system still acknowledges packets.
    /// - Throws: `PostgresError`.
    public func execute(
        _ sql: String, _ parameters: [String?] = [], silence: Duration = .seconds(120)
    ) async throws -> [[String?]] {
        var rows: [[String?]] = []
        _ = try await run(sql, parameters, silence) { rows.append($0) }
        return rows
    }

    /// Runs a query and passes on its rows one by one, as they arrive; returns how many there were.
    ///
    /// Returns only after the server's closing word: **when this throws, the rows passed on may be a part
    /// only and must be thrown away.** `row` runs on the connection's thread; an error of it stops the query
    /// and is thrown on. Cancelling the task stops the query on the server.
    ///
    /// - Parameter silence: as for `execute`; the time that `row` takes doesn't count.
    public func stream(
        _ sql: String, _ parameters: [String?] = [], silence: Duration = .seconds(120),
        row: @Sendable ([String?]) throws -> Void
    ) async throws -> Int {
        try await run(sql, parameters, silence, row)
    }

    /// Closes the connection; later calls throw `connectionLost`. May be called twice.
    public func close() { handle = nil }

    /// The server's version as a number, 150020 for 15.20; 0 when closed.
    public var serverVersion: Int { handle?.serverVersion ?? 0 }

    /// Whether the connection is encrypted: what was negotiated, not what was asked for.
    public var isEncrypted: Bool { handle?.tlsProtocol != nil }

    /// How well the connection is protected, as it was negotiated; nil when closed.
    public var security: ConnectionSecurity? { handle?.security }

    /// The negotiated TLS version, as `TLSv1.3`; nil when the connection is not encrypted.
    public var tlsProtocol: String? { handle?.tlsProtocol }

    /// What the server reported for a parameter such as `server_encoding`; nil when it doesn't report it.
    public func parameterStatus(_ name: String) -> String? { handle?.parameterStatus(name) }

    /// An identifier in double quotes, for a name of any letters in SQL text.
    ///
    /// - Throws: `PostgresError` of kind `invalidSettings` for an empty name, a NUL, and more than 63 bytes,
    ///   which the server would cut without an error.
    public static func quoteIdentifier(_ name: String) throws(PostgresError) -> String {
        guard !name.isEmpty, !name.contains("\0"), name.utf8.count <= 63 else {
            throw PostgresError(
                .invalidSettings, "a table or column name has 1 to 63 bytes and no NUL character",
                hint: "check the mapped names")
        }
        return "\"\(name.replacing("\"", with: "\"\""))\""
    }

    private func open(_ settings: ConnectionSettings, _ deadline: Duration) async throws {
        let interrupt = Interrupt()
        handle = try await withTaskCancellationHandler {
            try PostgresHandle.connect(settings, within: deadline, interrupt)
        } onCancel: {
            interrupt.fire()
        }
    }

    private func run(
        _ sql: String, _ parameters: [String?], _ silence: Duration, _ row: ([String?]) throws -> Void
    ) async throws -> Int {
        let handle = try opened()
        let interrupt = Interrupt()
        defer { if handle.isAbandoned { self.handle = nil } }
        return try await withTaskCancellationHandler {
            let query = QueryRun(
                handle: handle, interrupt: interrupt, silence: silence)
            return try query(sql, parameters, row: row)
        } onCancel: {
            interrupt.fire()
        }
    }

    private func opened() throws(PostgresError) -> PostgresHandle {
        guard let handle else { throw PostgresError(.connectionLost, "the database connection is closed") }
        return handle
    }
}
