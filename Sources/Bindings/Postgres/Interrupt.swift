import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Lets any thread end the wait of the one that sits in a libpq call's `poll`: one for each call, so that a
/// late cancel can't hit the next query.
final class Interrupt: Sendable {
    /// Becomes readable when fired; -1 when the process has no descriptor left: `poll` passes over it, and
    /// the flag is still seen between waits.
    let descriptor: Int32
    private let writer: Int32
    private let flag = Atomic(false)

    init() {
        // A socket and not a pipe: the flags are there from the beginning, so that no child that another thread starts
        // meanwhile inherits it (`pipe2` is shown to GNU sources only).
        var ends: [Int32] = [-1, -1]
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        if socketpair(AF_UNIX, Int32(kind), 0, &ends) != 0 { ends = [-1, -1] }
        (descriptor, writer) = (ends[0], ends[1])
    }

    var isFired: Bool { flag.load(ordering: .acquiring) }

    func fire() {
        flag.store(true, ordering: .releasing)
        var byte: UInt8 = 1
        _ = send(writer, &byte, 1, Int32(MSG_NOSIGNAL))
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if writer >= 0 { close(writer) }
    }
}

/// Waits for a socket, for cancellation and for the deadline.
enum SocketWait {
    enum Outcome { case ready, interrupted, timedOut }

    /// How long to pause after a `poll` that failed, in microseconds: the system has no memory for it, or the limit of
    /// descriptors was lowered. Either may pass; the deadline and the interrupt hold meanwhile.
    private static let pause: UInt32 = 20_000

    /// - Parameters:
    ///   - interrupt: what else ends the wait; nil when it has already been heeded.
    ///   - poll: the system's, except in tests of its failures.
    static func wait(
        for socket: Int32, writable: Bool, until deadline: ContinuousClock.Instant?, _ interrupt: Interrupt?,
        poll: (UnsafeMutablePointer<pollfd>, nfds_t, Int32) -> Int32 = { Glibc.poll($0, $1, $2) }
    ) -> Outcome {
        while true {
            if let interrupt, interrupt.isFired { return .interrupted }
            var milliseconds: Int32 = -1
            if let deadline {
                let left = ContinuousClock.now.duration(to: deadline)
                if left <= .zero { return .timedOut }
                // Rounded up: a rest under a millisecond must not become a busy loop.
                milliseconds = Int32(clamping: Int64((left / .milliseconds(1)).rounded(.up)))
            }
            var watched = [
                pollfd(fd: socket, events: Int16(writable ? POLLOUT : POLLIN), revents: 0),
                pollfd(fd: interrupt?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&watched, nfds_t(watched.count), milliseconds)
            // POLLERR and POLLHUP count as ready: libpq then finds out what is wrong by reading.
            if count > 0 && watched[0].revents != 0 && watched[1].revents == 0 { return .ready }
            if count < 0 && errno != EINTR { usleep(pause) }
        }
    }
}
