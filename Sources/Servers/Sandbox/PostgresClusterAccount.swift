import Foundation

/// The account that the server runs as: ours, or `postgres` when we are root, as which PostgreSQL refuses to
/// run.
struct ClusterAccount {
    private let user: uid_t
    private let group: gid_t
    /// What stands before a command to run it as that account; empty for ours.
    let prefix: [String]

    static func choose() throws(ClusterError) -> ClusterAccount {
        if geteuid() != 0 { return ClusterAccount(user: geteuid(), group: getegid(), prefix: []) }
        guard let entry = getpwnam("postgres") else {
            throw ClusterError(
                "PostgreSQL does not run as root, and there is no user postgres to run it as",
                hint: "run this as an ordinary user, or install Debian's package postgresql")
        }
        let (user, group) = (entry.pointee.pw_uid, entry.pointee.pw_gid)
        return ClusterAccount(
            user: user, group: group,
            prefix: ["setpriv", "--reuid=\(user)", "--regid=\(group)", "--clear-groups", "--"])
    }

    /// A new directory that the account owns, in `parent` where it can get there, else in the temporary one.
    func makeDirectory(in parent: String?) throws(ClusterError) -> String {
        let temporary = FileManager.default.temporaryDirectory.path
        let wanted = parent.map { URL(fileURLWithPath: $0).path }
        if let wanted {
            do {
                try FileManager.default.createDirectory(atPath: wanted, withIntermediateDirectories: true)
            } catch {
                throw ClusterError(
                    "could not make the directory \(wanted)", hint: "check its parent's rights")
            }
        }
        let place = wanted.flatMap { canReach($0) ? $0 : nil } ?? temporary
        var template = Array("\(place)/lorapipe-pg-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw ClusterError.system("make a directory in \(place)") }
        let directory = String(cString: made)
        if chown(directory, user, group) != 0 {
            let error = ClusterError.system("give \(directory) to the database's user")
            rmdir(directory)
            throw error
        }
        return directory
    }

    /// Writes a file that only the account can read.
    func write(_ text: String, to path: String) throws(ClusterError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw ClusterError.system("create \(path)") }
        defer { close(file) }
        let bytes = Array("\(text)\n".utf8)
        guard Foundation.write(file, bytes, bytes.count) == bytes.count, fchown(file, user, group) == 0 else {
            throw ClusterError.system("write \(path)")
        }
    }

    /// Whether the account may pass through a directory and all above it.
    private func canReach(_ path: String) -> Bool {
        var place = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        while true {
            // A directory that can't be looked at can't be reached either.
            guard let facts = try? FileManager.default.attributesOfItem(atPath: place.path),
                let mode = facts[.posixPermissions] as? NSNumber
            else { return false }
            let owner = (facts[.ownerAccountID] as? NSNumber)?.uint32Value
            let owningGroup = (facts[.groupOwnerAccountID] as? NSNumber)?.uint32Value
            let bit: UInt16 = owner == user ? 0o100 : owningGroup == group ? 0o010 : 0o001
            if mode.uint16Value & bit == 0 { return false }
            if place.path == "/" { return true }
            place.deleteLastPathComponent()
        }
    }
}
