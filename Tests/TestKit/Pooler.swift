import Foundation
public import Sandbox

/// Debian's pgbouncer in transaction mode in front of a cluster, on a loopback port of its own: each
/// transaction may run on another of the server's connections, as behind Supabase's pooler.
///
/// It never outlives the tests: a shell beside it reads a pipe whose other end is ours.
public final class Pooler: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// A connection string through the pooler; holds the password.
    public let url: String
    /// The TCP port on 127.0.0.1.
    public let port: Int
    private let process: Process
    private let lifeline: Pipe
    private let directory: TemporaryDirectory

    /// Starts a pooler and returns when it takes connections.
    ///
    /// - Parameters:
    ///   - user: the name that clients log in by; the server sees `postgres`.
    ///   - poolSize: how many connections to the server there are.
    public init(before cluster: PostgresCluster, user: String = "postgres.ref", poolSize: Int = 2) throws {
        try Needs.postgres.declare()
        let (socket, address) = try LoopbackSocket.listen()
        close(socket)
        guard let port = URLComponents(string: address)?.port,
            let password = URLComponents(string: cluster.url)?.password
        else { throw Failure(description: "no port or password for the pooler") }
        self.port = port
        url = "postgresql://\(user):\(password)@127.0.0.1:\(port)/postgres?sslmode=disable"
        directory = try TemporaryDirectory("pooler")
        try directory.write("\"\(user)\" \"\(password)\"\n", "users.txt")
        try directory.write(
            """
            [databases]
            * = host=127.0.0.1 port=\(cluster.port) user=postgres password=\(password)
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = \(directory.path("users.txt"))
            pool_mode = transaction
            default_pool_size = \(poolSize)
            max_client_conn = 100
            """, "pgbouncer.ini")
        lifeline = Pipe()
        // A child started meanwhile, and kept alive, must not keep the pooler alive too.
        _ = fcntl(lifeline.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        process = try Self.start(directory, lifeline)
        try waitUntilReady()
    }

    deinit { stop() }

    /// Stops it and waits until it is gone. May be called twice.
    public func stop() {
        try? lifeline.fileHandleForWriting.close()  // closed already, the second time
        while process.isRunning { usleep(5_000) }
    }

    /// What it printed.
    public var log: String {
        (try? String(contentsOfFile: directory.path("log"), encoding: .utf8)) ?? "(no log)"
    }

    private static func start(_ directory: TemporaryDirectory, _ lifeline: Pipe) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // pgbouncer refuses to run as root.
        let account =
            geteuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : []
        process.arguments = account + ["/bin/sh", "-c", script, "pooler", directory.path("pgbouncer.ini")]
        try directory.write("", "log")
        let log = try FileHandle(forWritingTo: URL(fileURLWithPath: directory.path("log")))
        process.standardInput = lifeline
        process.standardOutput = log
        process.standardError = log
        try process.run()
        return process
    }

    /// pgbouncer takes the shell's place, and its guard waits beside it.
    private static let script = """
        PATH=$PATH:/usr/sbin
        exec 3<&0 </dev/null
        ( while read -r _ <&3; do :; done; kill -TERM $$; sleep 1; kill -KILL $$ 2>/dev/null ) &
        exec pgbouncer "$1" 3<&-
        """

    private func waitUntilReady() throws {
        for _ in 0..<1000 {
            if let socket = LoopbackSocket.connect(port: port) {
                close(socket)
                return
            }
            guard process.isRunning else { break }
            usleep(10_000)
        }
        stop()
        throw Failure(description: "the pooler did not start: \(log)")
    }
}
