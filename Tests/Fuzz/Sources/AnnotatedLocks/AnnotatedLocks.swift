import Synchronization
import ThreadSanitizerLocks

/// Every module that locks a `Mutex` has a copy of how it is unlocked, and the linker takes the first that it meets, which
/// may be that of a package built without the sanitizer. It gets the targets in the order of their names: this one is the
/// first, so that its copy is taken, which the sanitizer sees.
public func lockAnnotated() -> Int {
    let count = Mutex(0)
    count.withLock { $0 += 1 }
    return count.withLockIfAvailable { $0 } ?? 0
}
