import CPostgres
import CPostgresShims
import Foundation

/// One `PGconn`. libpq: "one thread must not use a PGconn object at the same time as another"; its owner is
/// the actor `PostgresConnection`, whose one thread makes all calls. They block.
final class PostgresHandle {
    let pointer: OpaquePointer
    /// Set when a query was left before its end: nothing more can be asked over this connection.
    var isAbandoned = false
    private(set) lazy var security = readSecurity()

    private init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQfinish(pointer) }

    /// Connects within a time limit of our own: `connect_timeout` is not looked at by `PQconnectPoll`. Only a
    /// name look-up that hangs is outside of it.
    static func connect(
        _ settings: ConnectionSettings, within limit: Duration, _ interrupt: Interrupt
    ) throws(PostgresError) -> PostgresHandle {
        let deadline = ContinuousClock.now + limit
        try settings.refusePipes(ProcessInfo.processInfo.environment)
        let handle = try start(settings)
        PQsetNoticeProcessor(handle.pointer, ignoreNotice, nil)
        if PQstatus(handle.pointer) == CONNECTION_BAD { throw handle.connectFailure(settings) }
        // "If you have yet to call PQconnectPoll, … behave as if it last returned PGRES_POLLING_WRITING."
        var state = PGRES_POLLING_WRITING
        while state != PGRES_POLLING_OK {
            if state == PGRES_POLLING_FAILED { throw handle.connectFailure(settings) }
            // The socket is asked for each time: libpq takes another one for the next address.
            let socket = PQsocket(handle.pointer)
            switch SocketWait.wait(
                for: socket, writable: state == PGRES_POLLING_WRITING, until: deadline, interrupt)
            {
            case .ready: state = PQconnectPoll(handle.pointer)
            case .interrupted: throw PostgresError(.cancelled, "connecting to the database was cancelled")
            case .timedOut:
                throw PostgresError(
                    .timedOut, "the database at \(settings) did not answer within \(limit)",
                    hint: "check host and port, and that a firewall or an IPv6-only host is not in the way")
            }
        }
        // Read now: the files that it depends on may change.
        _ = handle.security
        return handle
    }

    private static func start(_ settings: ConnectionSettings) throws(PostgresError) -> PostgresHandle {
        let parameters = settings.parameters
        var keywords = CStrings(parameters.map(\.0))
        var values = CStrings(parameters.map(\.1))
        defer {
            keywords.free()
            values.free()
        }
        // 0: a dbname is a name, and never read as another connection string.
        guard let pointer = PQconnectStartParams(keywords.pointers, values.pointers, 0) else {
            throw PostgresError(.cannotConnect, "libpq is out of memory")
        }
        return PostgresHandle(pointer)
    }

    private func connectFailure(_ settings: ConnectionSettings) -> PostgresError {
        ConnectFailure.explain(errorText, settings)
    }

    /// Somebody's words without the password that was really used, wherever it came from (PQpass: "the password").
    func withoutPassword(_ text: String) -> String {
        guard let password = PQpass(pointer).map({ String(cString: $0) }), password.count >= 4 else {
            return text
        }
        return text.replacing(password, with: "(password)")
    }

    /// What libpq last complained about, in one line.
    var errorText: String {
        withoutPassword(String(cString: PQerrorMessage(pointer))).split(separator: "\n").map {
            String($0.trimmedOfSpace)
        }
        .joined(separator: "; ")
    }
}

// libpq prints notices on stderr otherwise, where they would stand in the middle of a progress bar.
private func ignoreNotice(_ context: UnsafeMutableRawPointer?, _ message: UnsafePointer<CChar>?) {}

/// C strings that live until they are freed, with a NULL behind the last.
struct CStrings {
    private(set) var pointers: [UnsafePointer<CChar>?]

    init(_ texts: [String?]) { pointers = texts.map { $0.flatMap { UnsafePointer(strdup($0)) } } + [nil] }

    mutating func free() {
        for pointer in pointers { Foundation.free(UnsafeMutablePointer(mutating: pointer)) }
        pointers = []
    }
}

extension PostgresHandle {
    var serverVersion: Int { Int(PQserverVersion(pointer)) }

    /// nil when the connection is in plain text.
    var tlsProtocol: String? {
        guard PQsslInUse(pointer) == 1 else { return nil }
        return PQsslAttribute(pointer, "protocol").map { String(cString: $0) } ?? "TLS"
    }

    func parameterStatus(_ name: String) -> String? {
        PQparameterStatus(pointer, name).map { String(cString: $0) }
    }
}
