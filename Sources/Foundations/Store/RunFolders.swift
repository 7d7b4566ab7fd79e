import Foundation

/// What lies in a state directory's `tmp/`, without touching it.
struct RunFolders {
    /// The directory of one run.
    struct Folder {
        let path: String
        /// Whether somebody holds it; `unknown` where the file system knows no locks.
        let held: TemporaryFolder.Held
        /// Whether there is no lock in it yet: a process that starts has used no file before it has one.
        let isStarting: Bool
        /// Who, by its own word; nil for a version that does not say.
        let holder: LockHolder?
        /// When its lock was taken, in seconds since 1970 by the clock of the file system.
        let since: Double
        let files: StateUsage.Amount
    }

    private(set) var folders: [Folder] = []
    /// Files of earlier versions that lie in no such directory.
    private(set) var loose = StateUsage.Amount()

    init(of state: String) throws(StoreError) {
        let parent = state + "/tmp"
        guard let entries = try StateDirectory.entries(parent) else { return }
        while let entry = try entries.next() {
            let name = String(decoding: entry.name, as: UTF8.self)
            if entry.kind == .directory, name.hasPrefix(TemporaryFolder.start) {
                if let folder = try Self.folder("\(parent)/\(name)") { folders.append(folder) }
            } else if entry.kind == .file, TemporaryFolder.isOfEarlierVersion(name) {
                loose.add(at: "\(parent)/\(name)")
            }
        }
    }

    /// Those that nobody holds.
    var left: [Folder] { folders.filter { $0.held == .byUs } }
    /// Those that somebody holds, or may hold.
    var atWork: [Folder] { folders.filter { $0.held != .byUs && !$0.isStarting } }

    private static func folder(_ path: String) throws(StoreError) -> Folder? {
        guard let entries = try StateDirectory.entries(path) else { return nil }
        let descriptor = openat(
            entries.descriptor, TemporaryFolder.lock, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        var (held, status) = (TemporaryFolder.Held.unknown, stat())
        if descriptor >= 0, fstat(descriptor, &status) == 0 {
            // A look, not a claim: others may look at the same time.
            held =
                flock(descriptor, LOCK_SH | LOCK_NB) == 0
                ? .byUs : errno == EWOULDBLOCK ? .byOthers : .unknown
            flock(descriptor, LOCK_UN)
        } else if fstat(entries.descriptor, &status) == 0,
            status.st_mtim.seconds < Double(time(nil)) - 24 * 3600
        {
            held = .byUs
        }
        let since = status.st_mtim.seconds
        let holder = held == .byOthers ? LockHolder.read(from: descriptor) : nil
        var files = StateUsage.Amount()
        while let entry = try entries.next() {
            let name = String(decoding: entry.name, as: UTF8.self)
            if name != TemporaryFolder.lock { files.add(at: "\(path)/\(name)") }
        }
        return Folder(
            path: path, held: held, isStarting: descriptor < 0, holder: holder, since: since, files: files)
    }
}
