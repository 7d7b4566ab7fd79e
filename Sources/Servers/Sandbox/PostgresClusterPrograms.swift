import Foundation

/// A cluster could not be made or started.
public struct ClusterError: Error, Sendable, CustomStringConvertible {
    /// What happened; with the end of the server's log where there is one.
    public let message: String
    /// What to do next.
    public let hint: String
    let isPortTaken: Bool

    init(_ message: String, hint: String, isPortTaken: Bool = false) {
        self.message = message
        self.hint = hint
        self.isPortTaken = isPortTaken
    }

    /// Message and hint.
    public var description: String { "\(message); \(hint)" }

    static func system(_ verb: String, _ code: Int32 = errno) -> ClusterError {
        ClusterError(
            "could not \(verb): \(String(cString: strerror(code)))",
            hint: "check the temporary directory's rights")
    }

    static func didNotStart(_ log: String) -> ClusterError {
        let log = log.trimmingCharacters(in: .whitespacesAndNewlines)
        return ClusterError(
            "PostgreSQL did not start: \(log.isEmpty ? "it said nothing" : log)",
            hint: "see the lines of its log",
            isPortTaken: log.contains("Address already in use"))
    }
}

/// Where `initdb` and `postgres` are.
struct ClusterPrograms {
    let directory: String

    /// In PATH, else the newest of `/usr/lib/postgresql/*/bin`, where Debian keeps them out of PATH.
    static func find() throws(ClusterError) -> ClusterPrograms {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let root = "/usr/lib/postgresql"
        // None installed is what the error below is for.
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [])
            .sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }
        let isComplete: (String) -> Bool = { directory in
            ["initdb", "postgres"].allSatisfy { access("\(directory)/\($0)", X_OK) == 0 }
        }
        guard let directory = (path + versions.map { "\(root)/\($0)/bin" }).first(where: isComplete) else {
            throw ClusterError(
                "PostgreSQL's programs initdb and postgres are not installed",
                hint: "install them, on Debian by: apt-get install postgresql")
        }
        return ClusterPrograms(directory: directory)
    }
}

/// A TCP port.
enum ClusterPort {
    /// One on 127.0.0.1 that is free at this moment.
    static func free() throws(ClusterError) -> Int {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(probe) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(probe, $0, length) == 0 && getsockname(probe, $0, &length) == 0
            }
        }
        guard isBound else { throw ClusterError.system("find a free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
