import TestKit

/// Where a run is killed.
struct KillPoint: Sendable, CustomStringConvertible {
    /// The call to the operating system before which it ends, and the how manieth of the thread that makes it.
    let call: String
    let number: Int
    /// Whether the pictures were prepared before, so that little but the hand-over is left to do.
    let isWarm: Bool
    let dialect: ContraryTrainer.Dialect

    var description: String { "\(call) \(number), \(isWarm ? "prepared" : "from nothing"), \(dialect)" }

    /// What a run does when it hands over: talking, and making sure of what is on disk. It is killed at each of them.
    private static let close = [
        "fsync", "fdatasync", "sendto", "sendmsg", "recvfrom", "recvmsg", "connect", "socket", "poll",
        "ppoll",
        "flock", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "pwrite64",
        "ftruncate", "setsockopt", "getsockname", "epoll_wait", "epoll_pwait", "exit_group",
    ]
    /// What it does all the time.
    private static let wide = [
        "openat", "read", "write", "pread64", "close", "newfstatat", "fcntl", "mmap", "futex", "lseek",
        "clone3", "munmap",
    ]

    /// Spreads points over the calls that a clean run makes.
    ///
    /// - Parameters:
    ///   - calls: how often it makes each.
    ///   - each: how many points the calls of the hand-over get at most, each of them.
    ///   - spread: how many points all the other calls get, each of them.
    static func spread(over calls: [String: Int], each: Int, spread: Int, isWarm: Bool) -> [KillPoint] {
        var points: [KillPoint] = []
        for (names, most) in [(close, each), (wide, spread)] {
            for name in names {
                for number in evenly(most, upTo: calls[name] ?? 0) {
                    points.append(
                        KillPoint(
                            call: name, number: number, isWarm: isWarm,
                            dialect: points.count.isMultiple(of: 2) ? .plain : .wrapper))
                }
            }
        }
        return points
    }

    /// At most so many numbers from 1 to a last one, evenly, the first and the last among them.
    static func evenly(_ count: Int, upTo last: Int) -> [Int] {
        if count == 1 && last > 0 { return [(last + 1) / 2] }
        guard last > count else { return Array(1...max(1, last)).filter { $0 <= last } }
        return (0..<count).map { 1 + $0 * (last - 1) / (count - 1) }
    }
}
