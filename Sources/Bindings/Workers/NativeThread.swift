import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One thread of the operating system, which can be waited for.
///
/// Foundation's `Thread` cannot be joined, and a pool that says it is shut down must have no thread left inside a C
/// library.
struct NativeThread: Sendable {
    private let handle: pthread_t

    /// Starts `body` on a new thread. Linux cuts names after 15 bytes.
    ///
    /// Nothing can go on without a thread, so this traps where the system has none left to give.
    init(name: String, _ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(ThreadStart(name: name, body: body))
        var handle = pthread_t()
        let code = pthread_create(&handle, nil, threadMain, start.toOpaque())
        precondition(code == 0, "the system gave no thread for \(name): \(String(cString: strerror(code)))")
        self.handle = handle
    }

    /// Whether the caller runs on this thread.
    var isCurrent: Bool { pthread_equal(pthread_self(), handle) != 0 }

    /// Waits until the thread has ended. Must be called once, or `detach`, and not from the thread itself.
    func join() {
        pthread_join(handle, nil)
    }

    /// Lets the thread end by itself: its memory is given back without a join.
    func detach() {
        pthread_detach(handle)
    }
}

private final class ThreadStart: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

// A top-level function: a closure formed inside an actor's context would trap on the foreign thread.
private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
    // glibc shows pthread_setname_np to GNU sources only; Foundation calls it for the thread it stands on.
    Thread.current.name = String(decoding: start.name.utf8.prefix(15), as: UTF8.self)
    start.body()
    return nil
}
