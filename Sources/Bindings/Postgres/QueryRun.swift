import CPostgres
import CPostgresShims

/// One query from its sending to its very last result.
struct QueryRun {
    let handle: PostgresHandle
    let interrupt: Interrupt
    /// How long the server may go without a row or an end while a query runs. The time that `row` takes doesn't
    /// count; nor do other bytes: poolers send signs of life for a server that is none.
    let silence: Duration

    /// How long a query may take to end after it was cancelled.
    private static let cancelTimeout = Duration.seconds(5)

    /// Sends the query and passes on its rows; returns how many there were.
    ///
    /// Rows delivered before a failure mean nothing: only the closing result says that they were all.
    func callAsFunction(
        _ sql: String, _ parameters: [String?], row: ([String?]) throws -> Void
    ) throws -> Int {
        try send(sql, parameters)
        var failure: (any Error)?
        var cancelling: CancelRequest?
        var cancelDeadline: ContinuousClock.Instant?
        var silenceDeadline = ContinuousClock.now + silence
        var rows = 0
        var hasEnded = false

        func stop(_ error: any Error) {
            guard failure == nil else { return }
            failure = error
            cancelDeadline = .now + Self.cancelTimeout
            cancelling = CancelRequest(handle.pointer)
        }

        func abandon() -> any Error {
            handle.isAbandoned = true
            return failure ?? lost()
        }

        // "PQgetResult must be called repeatedly until it returns a null pointer": also after a failure, or
        // the connection could not be used again.
        while true {
            if interrupt.isFired { stop(PostgresError.cancelled) }
            while PQisBusy(handle.pointer) != 0 {
                switch SocketWait.wait(
                    for: PQsocket(handle.pointer), writable: false,
                    until: cancelDeadline ?? silenceDeadline, failure == nil ? interrupt : nil)
                {
                case .ready:
                    guard PQconsumeInput(handle.pointer) == 1 else { throw abandon() }
                case .interrupted: stop(PostgresError.cancelled)
                case .timedOut where failure == nil: stop(silent())
                case .timedOut: throw abandon()
                }
            }
            guard let result = PQgetResult(handle.pointer) else { break }
            defer {
                PQclear(result)
                silenceDeadline = .now + silence
            }
            switch PQresultStatus(result) {
            case PGRES_SINGLE_TUPLE, PGRES_TUPLES_OK:
                hasEnded = PQresultStatus(result) == PGRES_TUPLES_OK
                for index in 0..<PQntuples(result) where failure == nil {
                    do {
                        try row(Self.values(result, index))
                        rows += 1
                    } catch {
                        stop(error)
                    }
                }
            case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: hasEnded = true
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                stop(PostgresError(.query, "COPY can't be run through this connection"))
                throw abandon()
            default: failure = failure ?? QueryFailure.explain(result, on: handle)
            }
        }
        if let cancelling, let cancelDeadline, !cancelling.isSettled(by: cancelDeadline) { throw abandon() }
        if let failure { throw failure }
        guard hasEnded else { throw lost() }
        return rows
    }

    private func send(_ sql: String, _ parameters: [String?]) throws(PostgresError) {
        // A C string ends at a NUL: what stands behind it would be lost without a word.
        guard !sql.contains("\0"), !parameters.contains(where: { $0?.contains("\0") ?? false }) else {
            throw PostgresError(.query, "a query or one of its values holds a NUL character")
        }
        var values = CStrings(parameters)
        defer { values.free() }
        // The unnamed statement: named ones break behind a pooler in transaction mode.
        let isSent = PQsendQueryParams(
            handle.pointer, sql, Int32(parameters.count), nil, values.pointers, nil, nil, 0)
        guard isSent == 1 else { throw lost() }
        // One row after another as they come: nothing piles up, and each is a sign of life.
        PQsetSingleRowMode(handle.pointer)
    }

    private static func values(_ result: OpaquePointer, _ row: Int32) -> [String?] {
        (0..<PQnfields(result)).map { column in
            // An empty text and NULL look alike in PQgetvalue.
            if PQgetisnull(result, row, column) == 1 { return nil }
            let length = Int(PQgetlength(result, row, column))
            return PQgetvalue(result, row, column).map {
                String(decoding: UnsafeRawBufferPointer(start: $0, count: length), as: UTF8.self)
            }
        }
    }

    private func silent() -> PostgresError {
        PostgresError(
            .timedOut, "the database said nothing for \(silence) in the middle of a query",
            hint: "run it again; if it stays silent, check that the server or pooler is not stopped or"
                + " overloaded, and that no lock or missing index holds the query up")
    }

    private func lost() -> PostgresError {
        let text = handle.errorText
        return PostgresError(
            .connectionLost, "the connection to the database was lost\(text.isEmpty ? "" : ": \(text)")",
            hint: "run it again; nothing of the interrupted query was used")
    }
}
