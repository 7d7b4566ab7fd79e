import Foundation
import TestKit
import Testing

@testable import Postgres

/// To open a pipe to which nobody writes takes for ever, and no time limit of libpq's ends it.
@Suite(.timeLimit(.minutes(1))) struct ConnectionFilesTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory("files") }

    @Test(arguments: ["sslrootcert", "sslcert", "sslcrl"]) func aPipeIsRefused(_ keyword: String) async throws
    {
        let path = directory.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let settings = try ConnectionSettings("host=127.0.0.1 port=1 \(keyword)=\(path)")
        let error = await #expect(throws: PostgresError.self) {
            try await PostgresConnection.connect(settings)
        }
        #expect(error?.kind == .invalidSettings && error?.message == "\(path) is a pipe")
        #expect(error?.hint?.contains(keyword) == true)
        // The control: with a regular file there, the server is tried.
        unlink(path)
        try directory.write("", "pipe")
        let other = await #expect(throws: PostgresError.self) {
            try await PostgresConnection.connect(settings)
        }
        #expect(other?.kind == .cannotConnect)
    }

    @Test(arguments: [
        ("PGSSLROOTCERT", ".postgresql/root.crt"), ("PGSSLCERT", ".postgresql/postgresql.crt"),
        ("PGSSLCRL", ".postgresql/root.crl"), ("PGSERVICEFILE", ".pg_service.conf"),
    ]) func oneNamedByTheEnvironmentOrAtItsUsualPlaceToo(_ variable: String, _ usual: String) throws {
        let pipe = directory.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let settings = ConnectionSettings()
        var environment = ["HOME": directory.path, "PGSERVICE": "s"]
        let path = try directory.write("", usual)
        #expect(throws: Never.self) { try settings.refusePipes(environment) }
        unlink(path)
        #expect(mkfifo(path, 0o600) == 0)
        let atUsual = #expect(throws: PostgresError.self) { try settings.refusePipes(environment) }
        #expect(atUsual?.message == "\(path) is a pipe")
        environment[variable] = "/dev/null"
        #expect(throws: Never.self) { try settings.refusePipes(environment) }
        environment[variable] = pipe
        let named = #expect(throws: PostgresError.self) { try settings.refusePipes(environment) }
        #expect(named?.message == "\(pipe) is a pipe" && named?.hint?.contains(variable) == true)
    }
}
