import Foundation
import Synchronization

/// The state directory, and the ledger of runs, which may lie elsewhere.
///
///     STATE/objects/ab/abcdef…   source files and prepared pictures by the SHA-256 of their bytes
///     STATE/tmp/run-…/           files being written, a directory for each process, which holds the lock in it as long
///                                as it runs; what nobody holds is cleared away
///     STATE/runs/                tables of runs that are at work or were killed, by source
///     STATE/caches.sqlite        what is known about them
///     LEDGER/ledger.sqlite       every job; in STATE, or in a directory of the user's
///     LEDGER/locks/              which process submits to which trainer
public struct Store: Sendable {
    /// Files by content.
    public let objects: ObjectStore
    /// What was found out and done once.
    public let caches: Caches
    /// The directory.
    public let directory: String
    private let runs: LazyLedger

    /// Opens a state directory and makes what is missing.
    ///
    /// - Parameter ledger: where the ledger of runs lies. When that is elsewhere, the runs of a ledger that lies in the
    ///   state directory are taken over.
    /// - Throws: `StoreError` when it can't be made or written, or holds caches of a newer version.
    public init(at directory: String, ledger: LedgerLocation = .inState) throws(StoreError) {
        let path = URL(fileURLWithPath: directory).path
        self.directory = path
        objects = try ObjectStore(at: path)
        caches = try Caches(in: path)
        runs = LazyLedger(ledger, state: path)
    }

    /// Every submitted job. Opened on first use: a check needs no directory of the user's.
    ///
    /// - Throws: `StoreError` when it can't be made or written, or is of a newer version.
    public var ledger: Ledger {
        get async throws(StoreError) {
            try await LedgerThreads.run { [runs] () throws(StoreError) in try runs.opened() }
        }
    }
}

/// A ledger that is opened when it is first asked for.
private final class LazyLedger: Sendable {
    private let place: LedgerLocation
    private let state: String
    private let ledger = Mutex<Ledger?>(nil)

    init(_ place: LedgerLocation, state: String) {
        self.place = place
        self.state = state
    }

    func opened() throws(StoreError) -> Ledger {
        try ledger.withLock { ledger throws(StoreError) in
            if let ledger { return ledger }
            let opened = try Ledger(place, besides: state)
            ledger = opened
            return opened
        }
    }
}

/// The state directory can't be used.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What happened, with the path.
    public let message: String
    /// What to do next.
    public let hint: String
    /// The operating system's number for it, where it came from there.
    public let code: Int32?

    /// A failure.
    public init(
        _ message: String,
        hint: String = "check that path, its permissions and the free space", code: Int32? = nil
    ) {
        self.message = message
        self.hint = hint
        self.code = code
    }

    /// The message.
    public var description: String { message }

    /// A failed system call on a path, with the system's own words; `errno` unless a code is given.
    public static func system(_ verb: String, _ path: String, _ code: Int32? = nil) -> StoreError {
        let code = code ?? errno
        let message = "could not \(verb) \(path): \(String(cString: strerror(code)))"
        return code == ENOSPC || code == EDQUOT
            ? full(message, code: code) : StoreError(message, code: code)
    }

    /// There is no room left on a disk, or in the user's share of it.
    public static func full(_ message: String, code: Int32? = nil) -> StoreError {
        StoreError(
            "the disk is full: \(message)",
            hint: "make room on that disk and run the command again: what was finished is kept", code: code)
    }
}
