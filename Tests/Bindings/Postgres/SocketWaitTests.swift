import Foundation
import Synchronization
import Testing

@testable import Postgres

@Suite struct SocketWaitTests {
    private final class Calls: Sendable {
        private let count = Mutex(0)
        var number: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    /// How often the system is asked within 200 ms when its call fails at once, or says at once that there is nothing.
    private func calls(_ answer: Int32, _ code: Int32) throws -> Int {
        let calls = Calls()
        let deadline = ContinuousClock.now + .milliseconds(200)
        let outcome = SocketWait.wait(for: -1, writable: false, until: deadline, nil) { _, _, _ in
            calls.add()
            errno = code
            return answer
        }
        #expect(outcome == .timedOut)
        return calls.number
    }

    /// Without memory for the call, or with more places than descriptors are allowed, `poll` fails at once each time.
    @Test(arguments: [ENOMEM, EINVAL]) func aFailingCallIsNotRepeatedWithoutAPause(code: Int32) throws {
        #expect(try calls(-1, code) <= 11)
    }

    /// The control: a call that a signal cut short is made again at once, as often as it takes.
    @Test func aCallThatWasCutShortIsMadeAgainAtOnce() throws {
        #expect(try calls(-1, EINTR) > 11)
    }

    @Test func anInterruptEndsTheWaitWhileTheCallFails() {
        let interrupt = Interrupt()
        let outcome = SocketWait.wait(for: -1, writable: false, until: nil, interrupt) { _, _, _ in
            interrupt.fire()
            errno = ENOMEM
            return -1
        }
        #expect(outcome == .interrupted)
    }

    @Test func anInterruptIsReadableOnceFiredAndIsNotInherited() {
        let interrupt = Interrupt()
        func isReadable() -> Bool {
            var place = pollfd(fd: interrupt.descriptor, events: Int16(POLLIN), revents: 0)
            return poll(&place, 1, 0) == 1
        }
        #expect(interrupt.descriptor >= 0)
        #expect(!isReadable())
        interrupt.fire()
        interrupt.fire()
        #expect(isReadable() && interrupt.isFired)
        #expect(fcntl(interrupt.descriptor, F_GETFD) & FD_CLOEXEC != 0)
        #expect(fcntl(interrupt.descriptor, F_GETFL) & O_NONBLOCK != 0)
    }
}
