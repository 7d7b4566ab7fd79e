import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A program of somebody else's that is run once, told something on its stdin, and waited for without a thread.
///
/// Files and not pipes lead in and out: a program that never reads its input, or leaves something behind that holds on
/// to its output, stops nobody.
public struct Hook: Sendable {
    private let executable: String
    private let arguments: [String]
    private let environment: [String: String]

    /// What came of it.
    public struct Outcome: Sendable, Equatable {
        /// How it ended, `silent` when its time was over; nil when nobody knows.
        public let ending: ProcessEnding?
        /// The last line that it wrote to stderr; empty when there was none.
        public let complaint: String
    }

    /// - Parameter environment: all of the program's.
    public init(executable: String, arguments: [String], environment: [String: String]) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
    }

    /// How often is looked whether it ended.
    private static let pace = Duration.milliseconds(20)
    /// How much of its end is read for the last line.
    private static let longest = 4096

    /// Runs it to its end. After the limit it is killed, with everything it started that stayed in its group; so it is
    /// when the task is cancelled.
    ///
    /// - Throws: `ProcessStartError` when it can't be started.
    public func callAsFunction(input: [UInt8], within limit: Duration) async throws(ProcessStartError)
        -> Outcome
    {
        let given = try Self.file(for: executable)
        defer { close(given) }
        let said = try Self.file(for: executable)
        defer { close(said) }
        guard input.withUnsafeBytes({ write(given, $0.baseAddress, $0.count) }) == input.count,
            lseek(given, 0, SEEK_SET) == 0
        else { throw ProcessStartError(executable: executable, code: errno) }
        let child = try spawn(given, said)
        let end = ContinuousClock.now + limit
        var status: Int32 = 0
        var isLate = false
        var isUnwanted = false
        while true {
            let got = waitpid(child, &status, isLate || isUnwanted ? 0 : WNOHANG)
            if got == child { break }
            if got < 0 && errno != EINTR { return Outcome(ending: nil, complaint: lastLine(said)) }
            // A sleep that is cut short means that nobody waits any more.
            isUnwanted = await isCutShort()
            isLate = !isUnwanted && ContinuousClock.now >= end
            if isLate || isUnwanted { _ = kill(-child, SIGKILL) }
        }
        let signal = status & 0x7F
        let ending: ProcessEnding =
            isLate ? .silent : signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
        return Outcome(ending: ending, complaint: lastLine(said))
    }

    private func isCutShort() async -> Bool {
        do {
            try await Task.sleep(for: Self.pace)
            return false
        } catch { return true }
    }

    private func spawn(_ given: Int32, _ said: Int32) throws(ProcessStartError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, given, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, said, 2)
        return try ChildProcess.spawn(executable, arguments, environment, &actions)
    }

    /// A file without a name. It is close-on-exec from the beginning (`mkstemp` is not, and `mkostemp` is shown to GNU
    /// sources only): no child that another thread starts at this moment inherits it.
    static func file(
        for executable: String, in directory: String = NSTemporaryDirectory()
    ) throws(ProcessStartError) -> Int32 {
        let name = "\(directory)/lorapipe-hook-\(UUID().uuidString)"
        let file = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if file < 0 { throw ProcessStartError(executable: executable, code: errno) }
        unlink(name)
        return file
    }

    private func lastLine(_ said: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: Self.longest)
        let size = lseek(said, 0, SEEK_END)
        let count = pread(said, &bytes, bytes.count, max(0, size - off_t(bytes.count)))
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
    }
}
