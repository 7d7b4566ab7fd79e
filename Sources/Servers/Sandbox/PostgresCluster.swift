import Foundation
import Postgres

/// A throwaway PostgreSQL server: its own directory, port and password, on 127.0.0.1 only.
///
/// It never outlives its parent: a small shell holds the server and reads a socket whose other end the parent
/// keeps. However the parent ends, by `kill -9` too, that end closes; the shell then stops the server and
/// removes the directory.
public final class PostgresCluster: Sendable {
    /// The superuser's connection string for the database `postgres`. It holds the password.
    public let url: String
    /// The TCP port on 127.0.0.1.
    public let port: Int
    /// Where the server's data lie, until `stop`.
    public let directory: String
    private let account: String
    private let keeper: ClusterKeeper

    private init(keeper: ClusterKeeper, port: Int, directory: String, password: String) {
        self.keeper = keeper
        self.port = port
        self.directory = directory
        account = "postgresql://postgres:\(password)@127.0.0.1:\(port)"
        url = "\(account)/postgres?sslmode=disable"
    }

    /// Makes a cluster and starts its server; returns when it takes connections.
    ///
    /// - Parameters:
    ///   - directory: where its own new directory is made; nil for the system's temporary directory, which is
    ///     also taken when the account the server runs as couldn't get there. PostgreSQL refuses to run as
    ///     root: as root it runs as the user `postgres`.
    ///   - port: nil for a free one.
    ///   - settings: the server's own settings on top, as `("work_mem", "64kB")`.
    ///   - tls: certificate and private key as PEM texts; nil for a server that offers no TLS. `url` goes
    ///     without it in any case.
    /// - Throws: `ClusterError` when PostgreSQL isn't installed or doesn't start; the error holds the log's
    ///   end.
    public static func start(
        in directory: String? = nil, port: Int? = nil, settings: [(String, String)] = [],
        tls: (certificate: String, key: String)? = nil
    ) async throws -> PostgresCluster {
        let programs = try ClusterPrograms.find()
        let account = try ClusterAccount.choose()
        var attempts = port == nil ? 5 : 1
        while true {
            attempts -= 1
            do {
                return try await start(
                    programs, account, in: directory, port: port ?? ClusterPort.free(), settings, tls)
            } catch let error as ClusterError where error.isPortTaken && attempts > 0 {
                // Somebody took the port between our look and the server's: another one.
                continue
            }
        }
    }

    /// Makes a database and returns its connection string. The name may hold any letters.
    public func createDatabase(_ name: String) async throws -> String {
        let connection = try await PostgresConnection.connect(ConnectionSettings(url))
        _ = try await connection.execute("CREATE DATABASE \(PostgresConnection.quoteIdentifier(name))")
        await connection.close()
        let allowed = CharacterSet(charactersIn: "a"..."z").union(CharacterSet(charactersIn: "0"..."9"))
        let encoded = name.addingPercentEncoding(withAllowedCharacters: allowed) ?? name
        return "\(account)/\(encoded)?sslmode=disable"
    }

    /// Ends the server as a crash would, and starts it again on the same port and data; returns when it takes
    /// connections. Whoever was connected has lost the connection.
    ///
    /// - Throws: `ClusterError` when it doesn't come back.
    public func restart() async throws {
        let process = try keeper.askForRestart()
        while kill(process, 0) == 0 { try await Task.sleep(for: .milliseconds(10)) }
        try await waitUntilReady()
    }

    /// Stops the server, removes its directory and returns when both are gone. May be called twice.
    public func stop() async { await keeper.stop() }

    private static func start(
        _ programs: ClusterPrograms, _ account: ClusterAccount, in parent: String?, port: Int,
        _ settings: [(String, String)], _ tls: (certificate: String, key: String)?
    ) async throws -> PostgresCluster {
        let directory = try account.makeDirectory(in: parent)
        let password = UUID().uuidString.lowercased()
        let keeper: ClusterKeeper
        do {
            try account.write(password, to: directory + "/password")
            var settings = settings
            if let tls {
                // Written as the account's own: the server takes a key that others could read for no key.
                let files = ("\(directory)/server.crt", "\(directory)/server.key")
                try account.write(tls.certificate, to: files.0)
                try account.write(tls.key, to: files.1)
                settings += [("ssl", "on"), ("ssl_cert_file", files.0), ("ssl_key_file", files.1)]
            }
            keeper = try ClusterKeeper(
                programs, account, directory: directory, port: port, settings: settings)
        } catch {
            try? FileManager.default.removeItem(atPath: directory)  // the error that is thrown says more
            throw error
        }
        let cluster = PostgresCluster(keeper: keeper, port: port, directory: directory, password: password)
        do {
            try await cluster.waitUntilReady()
        } catch {
            await keeper.stop()
            throw error
        }
        return cluster
    }

    private func waitUntilReady() async throws {
        let settings = try ConnectionSettings(url)
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            try Task.checkCancellation()
            if keeper.hasEnded { throw ClusterError.didNotStart(keeper.log) }
            // The file is the server's own; asking the port alone could reach somebody else's server.
            let lines =
                (try? String(contentsOfFile: directory + "/data/postmaster.pid", encoding: .utf8)) ?? ""
            if lines.contains("ready") {
                await (try PostgresConnection.connect(settings)).close()
                return
            }
            if ContinuousClock.now > deadline {
                throw ClusterError.didNotStart("no answer in 60 s\n" + keeper.log)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
