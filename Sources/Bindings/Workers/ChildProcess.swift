import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One process of our own that answers lines with lines, on one socket that is both its stdin and its stdout.
///
/// Used by one thread at a time; `kill` may come from any. A socket and not two pipes, because a write to a process
/// that is gone must be an error here, and only a socket can promise that without touching the handlers of signals.
struct ChildProcess: Sendable {
    let id: pid_t
    private let socket: Int32

    typealias CloseFrom =
        @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

    /// glibc shows `posix_spawn_file_actions_addclosefrom_np` to GNU sources only, and has it from 2.34 on. Nil where the
    /// C library has no such call.
    static let closeFrom: CloseFrom? = {
        guard let found = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return nil }
        return unsafeBitCast(found, to: CloseFrom.self)
    }()

    /// Starts a program.
    ///
    /// It gets no other file of ours, an environment of `environment` alone, every signal at its default, and a process
    /// group of its own, so that Ctrl-C on the terminal is ours to handle and not the child's end.
    init(executable: String, arguments: [String], environment: [String: String]) throws(ProcessStartError) {
        var pair: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &pair) == 0 else {
            throw ProcessStartError(executable: executable, code: errno)
        }
        defer { close(pair[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pair[1], 0)
        posix_spawn_file_actions_adddup2(&actions, pair[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        do throws(ProcessStartError) {
            id = try Self.spawn(executable, arguments, environment, &actions)
        } catch {
            close(pair[0])
            throw error
        }
        socket = pair[0]
    }

    /// Starts a program with the files that `actions` give it as 0, 1 and 2, and none besides.
    ///
    /// - Parameter closeFrom: closes the rest; without it nothing is started, for the program could read and write what
    ///   this process has open.
    static func spawn(
        _ executable: String, _ arguments: [String], _ environment: [String: String],
        _ actions: inout posix_spawn_file_actions_t, closeFrom: CloseFrom? = Self.closeFrom
    ) throws(ProcessStartError) -> pid_t {
        guard let closeFrom else { throw ProcessStartError(executable: executable, code: ENOSYS) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Not every library opens its files with O_CLOEXEC.
        let refusal = closeFrom(&actions, 3)
        guard refusal == 0 else { throw ProcessStartError(executable: executable, code: refusal) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))

        var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var child = pid_t()
        let code = posix_spawn(&child, executable, &actions, &attributes, &words, &variables)
        guard code == 0 else { throw ProcessStartError(executable: executable, code: code) }
        return child
    }

    /// What came back instead of a line, or the line.
    enum Answer {
        case line(String)
        /// The other end is closed: the process is gone or as good as gone.
        case closed
        /// Nothing whole came in time.
        case silence
        /// More than a line, a line that is too long, or bytes that are no text.
        case malformed
    }

    /// Sends a line and waits for one.
    func ask(_ line: String, within limit: Duration, longest: Int) -> Answer {
        send(Array(line.utf8) + [0x0A]) ? read(within: limit, longest: longest) : .closed
    }

    /// Waits for a line.
    func read(within limit: Duration, longest: Int) -> Answer {
        // A machine that was asleep, or a program that was stopped, has not waited: first what there is, then the clock.
        let end = SuspendingClock.now + limit
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let left = max(.zero, SuspendingClock.now.duration(to: end))
            var place = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let milliseconds =
                left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
            let ready = poll(&place, 1, Int32(clamping: left > .zero ? milliseconds + 1 : 0))
            if ready < 0 && errno != EINTR { return .closed }
            if ready == 0 && left == .zero { return .silence }
            guard ready > 0 else { continue }
            let count = recv(socket, &buffer, buffer.count, 0)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return .closed }
            bytes += buffer[..<count]
            if let newline = bytes.firstIndex(of: 0x0A) {
                guard newline == bytes.count - 1, newline <= longest,
                    let text = String(validating: bytes[..<newline], as: UTF8.self)
                else { return .malformed }
                return .line(text)
            }
            if bytes.count > longest { return .malformed }
        }
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Ends the process now, and what it may have started. What it was doing is lost.
    func kill() {
        _ = Glibc.kill(-id, SIGKILL)
        // Whoever waits for an answer need not wait for a descendant to let go of the other end.
        _ = shutdown(socket, Int32(SHUT_RDWR))
    }

    /// Closes our end, waits for the process's and says how it came. To be called once, as the last thing.
    ///
    /// - Parameter patience: how long it may take to end by itself before it is killed.
    func reap(patience: Duration) -> ProcessEnding? {
        defer { close(socket) }
        _ = shutdown(socket, Int32(SHUT_RDWR))
        let end = ContinuousClock.now + patience
        var status: Int32 = 0
        while true {
            let isOver = ContinuousClock.now >= end
            if isOver { kill() }
            let got = waitpid(id, &status, isOver ? 0 : WNOHANG)
            if got == id { break }
            // Somebody else has waited for it: nothing is known, and nothing is left.
            if got < 0 && errno != EINTR { return nil }
            if got == 0 { usleep(1000) }
        }
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
    }
}
