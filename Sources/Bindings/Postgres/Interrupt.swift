import Foundation
import Synchronization

/// Lets any thread end the wait of the one that sits in a libpq call's `poll`: one for each call, so that a
/// late cancel can't hit the next query.
final class Interrupt: Sendable {
    /// Becomes readable when fired; -1 when the process has no descriptor left: `poll` passes over it, and
    /// the flag is still seen between waits.
    let descriptor: Int32
    private let writer: Int32
    private let flag = Atomic(false)

    init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) == 0 {
            for end in ends {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
            }
        }
        (descriptor, writer) = (ends[0], ends[1])
    }

    var isFired: Bool { flag.load(ordering: .acquiring) }

    func fire() {
        flag.store(true, ordering: .releasing)
        var byte: UInt8 = 1
        _ = write(writer, &byte, 1)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if writer >= 0 { close(writer) }
    }
}

/// Waits for a socket without losing sight of cancelling and of the time.
enum SocketWait {
    enum Outcome { case ready, interrupted, timedOut }

    /// - Parameter interrupt: what else ends the wait; nil when it has already been heeded.
    static func wait(
        for socket: Int32, writable: Bool, until deadline: ContinuousClock.Instant?, _ interrupt: Interrupt?
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
        }
    }
}
