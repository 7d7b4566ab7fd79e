public import Dataset
public import Foundation

/// Who holds a lock: one line of JSON in the lock's file, written after the lock was taken. It is for messages alone:
/// whether somebody holds the lock is flock's to say, since a killed process leaves its line behind.
public struct LockHolder: Sendable, Equatable, CustomStringConvertible {
    /// The user's name, or its number where it has none.
    public let user: String
    /// The host's name; in a container that of the container.
    public let host: String
    /// The process, by its number on that host.
    public let process: Int32
    /// When it took the lock, in whole seconds.
    public let since: Date

    /// The longest line that is read.
    private static let longest = 1024

    /// This process, from now on.
    static func now() -> LockHolder {
        LockHolder(
            user: thisUser, host: thisHost, process: getpid(),
            since: Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down)))
    }

    /// `by USER on HOST, process PID, since TIME`.
    public var description: String {
        "by \(user.printableLine) on \(host.printableLine), process \(process), since \(since.formatted(.iso8601))"
    }

    /// For programs.
    public var json: JSONValue {
        .record([
            "user": .string(user), "host": .string(host), "process": .int(Int64(process)),
            "since": .string(since.formatted(.iso8601)),
        ])
    }

    /// Writes this process into the file of a lock that it has just taken. A lock without the line is a lock still.
    static func write(to descriptor: Int32) {
        let line = Array((now().json.text() + "\n").utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = line.withUnsafeBytes { pwrite(descriptor, $0.baseAddress!, $0.count, 0) }
    }

    /// Takes the line out again, before the lock is given back.
    static func erase(from descriptor: Int32) { _ = ftruncate(descriptor, 0) }

    /// Who wrote a lock's file last; nil where nobody did, or it can't be read.
    public static func read(_ path: String) -> LockHolder? {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return read(from: descriptor)
    }

    /// The same of an open file.
    static func read(from descriptor: Int32) -> LockHolder? {
        var bytes = [UInt8](repeating: 0, count: longest)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress!, $0.count, 0) }
        guard count > 0, let line = bytes.prefix(count).split(separator: 0x0A).first,
            // A line that can't be read names nobody.
            let json = try? JSONValue(parsing: line)
        else { return nil }
        return LockHolder(json)
    }

    init(user: String, host: String, process: Int32, since: Date) {
        self.user = user
        self.host = host
        self.process = process
        self.since = since
    }

    init?(_ json: JSONValue) {
        guard let user = json["user"]?.string, let host = json["host"]?.string,
            let process = json["process"]?.int.flatMap(Int32.init(exactly:)),
            // A time that can't be read makes the line no one's, like any other damage.
            let since = json["since"]?.string.flatMap({ try? Date($0, strategy: .iso8601) })
        else { return nil }
        self.init(user: user, host: host, process: process, since: since)
    }

    /// Asked once: the answer may come from another machine.
    private static let thisUser: String = {
        var (entry, found) = (passwd(), UnsafeMutablePointer<passwd>?.none)
        var buffer = [CChar](repeating: 0, count: 1 << 14)
        guard getpwuid_r(geteuid(), &entry, &buffer, buffer.count, &found) == 0, found != nil,
            let name = entry.pw_name
        else { return "user \(geteuid())" }
        return String(cString: name)
    }()

    private static let thisHost: String = {
        var buffer = [UInt8](repeating: 0, count: 256)
        let failed = buffer.withUnsafeMutableBytes {
            gethostname($0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count - 1)
        }
        return failed == 0 ? String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self) : "this host"
    }()
}

/// Who holds the lock of an export's directory. That is a lock on the directory itself, so the line stands in a file of
/// its own in it, which is there only meanwhile.
public enum ExportHolder {
    /// The file's name.
    public static let name = ".lorapipe.lock"

    /// Writes this process down, over one that was killed there. Where that can't be written, nobody is named.
    public static func write(in directory: String) {
        erase(in: directory)
        // A new file in any case: a link that somebody put there is not followed, and nothing else is written over.
        let path = directory + "/" + name
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return }
        LockHolder.write(to: descriptor)
        close(descriptor)
    }

    /// Removes the line; a file of that name that is none stays.
    public static func erase(in directory: String) {
        let path = directory + "/" + name
        if LockHolder.read(path) != nil { unlink(path) }
    }
}

extension Store {
    /// The process that submits to a trainer, while `submissionLock` returns nil; nil when unknown.
    public func submissionLockHolder(to endpoint: String) async throws(StoreError) -> LockHolder? {
        let ledger = try await ledger
        return await LedgerThreads.run {
            LockHolder.read(ledger.submissionLockPath(to: endpoint, in: ledger.directory))
                ?? ledger.old.flatMap {
                    LockHolder.read(ledger.submissionLockPath(to: endpoint, in: $0.state))
                }
        }
    }
}
