import Foundation

/// The state directory: files kept by content, spooled rows, and the ledger.
///
///     STATE/objects/ab/abcdef…   source files and prepared pictures by the SHA-256 of their bytes
///     STATE/tmp/                 files being written; whatever an earlier run left is cleared away
///     STATE/ledger.sqlite        what is known about them, and every job
public struct Store: Sendable {
    /// Files by content.
    public let objects: ObjectStore
    /// What was found out and done once.
    public let ledger: Ledger
    /// The directory.
    public let directory: String

    /// Opens a state directory and makes what is missing.
    ///
    /// - Throws: `StoreError` when it can't be made or written, or holds a ledger of a newer version.
    public init(at directory: String) throws(StoreError) {
        let path = URL(fileURLWithPath: directory).path
        self.directory = path
        objects = try ObjectStore(at: path)
        ledger = try Ledger(at: path + "/ledger.sqlite")
    }
}

/// The state directory can't be used.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What happened, with the path.
    public let message: String
    /// What to do next.
    public let hint: String

    /// A failure.
    public init(
        _ message: String,
        hint: String = "check that path, its permissions and the free space"
    ) {
        self.message = message
        self.hint = hint
    }

    /// The message.
    public var description: String { message }

    /// A failed system call on a path, with the system's own words; `errno` unless a code is given.
    public static func system(_ verb: String, _ path: String, _ code: Int32? = nil) -> StoreError {
        let code = code ?? errno
        return StoreError("could not \(verb) \(path): \(String(cString: strerror(code)))")
    }
}
