import Foundation
import Synchronization

/// The shell that holds a cluster's server, and our end of the socket that keeps it alive.
final class ClusterKeeper: Sendable {
    private let process: pid_t
    /// Closed exactly once; the shell sees the end of its input and stops the server.
    private let lifeline: Mutex<Int32?>
    private let end: Mutex<Bool>
    private let logFile: Int32
    private let directory: String

    init(
        _ programs: ClusterPrograms, _ account: ClusterAccount, directory: String, port: Int,
        settings: [(String, String)]
    ) throws {
        var ends: [Int32] = [-1, -1]
        // Closed on exec from the start: a child that kept our end would keep the server alive after us.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw ClusterError.system("make a socket pair")
        }
        defer { close(ends[1]) }
        // The log outlives the cluster's directory, and needs no name: our descriptor is enough to read it.
        let logPath = FileManager.default.temporaryDirectory.path + "/lorapipe-pg-\(UUID().uuidString).log"
        logFile = open(logPath, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        guard logFile >= 0 else {
            close(ends[0])
            throw ClusterError.system("create the cluster's log")
        }
        unlink(logPath)
        let arguments =
            account.prefix + [
                "/bin/sh", "-c", Self.script, "lorapipe-postgres", directory, programs.directory, "\(port)",
            ] + settings.flatMap { ["-c", "\($0)=\($1)"] }
        do {
            process = try Self.spawn(arguments, input: ends[1], output: logFile)
        } catch {
            close(ends[0])
            close(logFile)
            throw error
        }
        lifeline = Mutex(ends[0])
        end = Mutex(false)
        self.directory = directory
    }

    deinit {
        lifeline.withLock {
            if let socket = $0 { close(socket) }
            $0 = nil
        }
        close(logFile)
    }

    /// Whether the shell is gone, and with it the server.
    var hasEnded: Bool {
        end.withLock {
            var status: Int32 = 0
            if !$0 && waitpid(process, &status, WNOHANG) != 0 { $0 = true }
            return $0
        }
    }

    /// What initdb and the server printed, the last 4 KiB.
    var log: String {
        let size = lseek(logFile, 0, Int32(SEEK_END))
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = pread(logFile, &bytes, bytes.count, max(0, size - 4096))
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// Stops the server at once and has the shell start it again; the process that ends.
    func askForRestart() throws -> pid_t {
        // Without the file there is no server to restart, as the guard says.
        let lines = (try? String(contentsOfFile: directory + "/data/postmaster.pid", encoding: .utf8)) ?? ""
        guard let server = lines.split(separator: "\n").first.flatMap({ pid_t($0) }), !hasEnded else {
            throw ClusterError.didNotStart(log)
        }
        // The shell looks for this file when the server has ended.
        guard FileManager.default.createFile(atPath: directory + "/restart", contents: nil),
            kill(server, SIGQUIT) == 0
        else { throw ClusterError.system("restart the server") }
        return server
    }

    /// Releases the server and waits until it has ended, also when the task is cancelled.
    func stop() async {
        lifeline.withLock {
            if let socket = $0 { close(socket) }
            $0 = nil
        }
        while !hasEnded {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(10)) {
                    continuation.resume()
                }
            }
        }
        // Where only we may write in the parent directory, the shell could but empty it.
        try? FileManager.default.removeItem(atPath: directory)  // gone already, as a rule
    }

    /// In the background, because `wait` must see the server end and `read` the parent. SIGQUIT is PostgreSQL's
    /// immediate stop: the data are thrown away, and initdb heeds it as well. It is sent until it is heeded: a shell's
    /// background process ignores it until the program in it has begun. Should the server be stuck, SIGKILL follows;
    /// its own processes end when it is gone.
    private static let script = """
        exec 3<&0 </dev/null
        root=$1 bin=$2 port=$3
        shift 3
        cd "$root" || exit 1
        hold() {
            "$@" 3<&- & child=$!
            ( while read -r _ <&3; do :; done
              tries=80
              while [ $tries -gt 0 ]; do
                  kill -QUIT $child 2>/dev/null || exit 0
                  sleep 0.1; tries=$((tries - 1))
              done
              kill -KILL $child 2>/dev/null ) & guard=$!
            wait $child; status=$?
            kill $guard 2>/dev/null
            return $status
        }
        hold "$bin/initdb" -D data -U postgres -A scram-sha-256 --pwfile=password --locale=C --encoding=UTF8 \
            --no-sync --no-instructions >/dev/null && rm -f password || { cd / && rm -rf "$root"; exit 1; }
        while :; do
            hold "$bin/postgres" -D data -p "$port" \
                -h 127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off \
                -c synchronous_commit=off -c shared_buffers=16MB -c max_connections=40 \
                -c logging_collector=off "$@"
            status=$?
            rm restart 2>/dev/null || break
        done
        cd / && rm -rf "$root" 2>/dev/null
        exit $status
        """

    private static func spawn(_ arguments: [String], input: Int32, output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        // A process group of its own, so that Ctrl-C in the terminal reaches us first and the server through
        // us; and the signals as a program expects them at its start.
        var every = sigset_t()
        var none = sigset_t()
        sigfillset(&every)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &every)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for argument in argv { free(argument) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, arguments[0], &actions, &attributes, &argv, environ)
        if code != 0 { throw ClusterError.system("start \(arguments[0])", code) }
        return process
    }
}
