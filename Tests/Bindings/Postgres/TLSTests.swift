import Foundation
import Postgres
import Sandbox
import TestKit
import Testing

@Suite(.timeLimit(.minutes(3))) struct TLSTests {
    /// What came of connecting: the error's kind, or how well the connection is protected.
    private enum Outcome: Equatable {
        case failed(PostgresError.Kind)
        case connected(ConnectionSecurity.Verification, encrypted: Bool)
    }

    private func connect(_ cluster: PostgresCluster, _ rest: String) async throws -> Outcome {
        let password = try #require(URLComponents(string: cluster.url)?.password)
        let settings = try ConnectionSettings(
            "hostaddr=127.0.0.1 port=\(cluster.port) user=postgres password=\(password) dbname=postgres \(rest)"
        )
        do {
            let connection = try await PostgresConnection.connect(settings)
            let security = try #require(await connection.security)
            #expect((security.tlsProtocol != nil) == security.isEncrypted)
            await connection.close()
            #expect(await connection.security == nil)
            return .connected(security.verification, encrypted: security.isEncrypted)
        } catch let error as PostgresError {
            #expect(error.hint != nil)
            return .failed(error.kind)
        }
    }

    private func check(_ cluster: PostgresCluster, _ cases: [(String, Outcome)]) async throws {
        for (options, wanted) in cases {
            let outcome = try await connect(cluster, options)
            #expect(outcome == wanted, "\(options)")
        }
    }

    @Test func certificatesAreLookedAtAsFarAsAsked() async throws {
        let (own, other) = (try TestAuthority("Own"), try TestAuthority("Other"))
        let (root, foreign, none) = (own.file, other.file, own.file + ".missing")
        try await withCluster(tls: own.identity(for: ["DNS:localhost"])) { cluster in
            try await check(
                cluster,
                [
                    (
                        "host=localhost sslmode=verify-full sslrootcert=\(root)",
                        .connected(.full, encrypted: true)
                    ),
                    (
                        "host=elsewhere.example sslmode=verify-full sslrootcert=\(root)",
                        .failed(.cannotConnect)
                    ),
                    ("host=localhost sslmode=verify-full sslrootcert=\(foreign)", .failed(.cannotConnect)),
                    ("host=localhost sslmode=verify-full sslrootcert=\(none)", .failed(.cannotConnect)),
                    ("host=localhost sslmode=require sslrootcert=\(foreign)", .failed(.cannotConnect)),
                    // The controls: who asks for less gets a connection, with the wrong name, without a look.
                    (
                        "host=x.example sslmode=verify-ca sslrootcert=\(root)",
                        .connected(.authority, encrypted: true)
                    ),
                    (
                        "host=x.example sslmode=require sslrootcert=\(root)",
                        .connected(.authority, encrypted: true)
                    ),
                    (
                        "host=x.example sslmode=require sslrootcert=\(none)",
                        .connected(.none, encrypted: true)
                    ),
                    ("host=db.x.supabase.co sslrootcert=\(none)", .connected(.none, encrypted: true)),
                    ("host=localhost sslmode=disable", .connected(.none, encrypted: false)),
                ])
        }
    }

    @Test func aCertificateWhoseTimeIsOverIsRefused() async throws {
        let authority = try TestAuthority()
        let root = authority.file
        try await withCluster(tls: authority.identity(for: ["DNS:localhost"], days: -1)) { cluster in
            try await check(
                cluster,
                [
                    ("host=localhost sslmode=verify-full sslrootcert=\(root)", .failed(.cannotConnect)),
                    (
                        "host=localhost sslmode=require sslrootcert=\(root).no",
                        .connected(.none, encrypted: true)
                    ),
                ])
        }
    }

    @Test func aServerWithoutTLSIsRefusedWhenItIsRequired() async throws {
        try await withCluster { cluster in
            try await check(
                cluster,
                [
                    ("host=localhost sslmode=require", .failed(.cannotConnect)),
                    ("host=localhost sslmode=prefer", .connected(.none, encrypted: false)),
                ])
        }
    }

    /// In a process of its own, whose environment it may change.
    @Test func theEnvironmentsChoiceCountsAndIsTold() async throws {
        await #expect(processExitsWith: .success) {
            let authority = try TestAuthority()
            try await withCluster(tls: authority.identity(for: ["DNS:db.x.supabase.co"])) { cluster in
                let password = try #require(URLComponents(string: cluster.url)?.password)
                let settings = try ConnectionSettings(
                    "host=db.x.supabase.co hostaddr=127.0.0.1 port=\(cluster.port) user=postgres"
                        + " password=\(password) dbname=postgres")
                setenv("PGSSLROOTCERT", authority.file, 1)
                var seen: [ConnectionSecurity?] = []
                for mode in [nil, "verify-full", "disable"] {
                    if let mode { setenv("PGSSLMODE", mode, 1) }
                    let connection = try await PostgresConnection.connect(settings)
                    seen.append(await connection.security)
                    await connection.close()
                }
                #expect(
                    seen.map { $0?.verification } == [
                        .authority, .full, ConnectionSecurity.Verification.none,
                    ])
                #expect(seen.map { $0?.isEncrypted } == [true, true, false])
            }
        }
    }
}
