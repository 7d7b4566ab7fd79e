import Foundation
import Testing
import Workers

@Suite struct ProcessLimitsTests {
    @Test func memoryIsRefusedAboveTheLimit() async {
        await #expect(processExitsWith: .exitCode(5)) {
            #expect(ProcessLimits(memory: 300 << 20).apply())
            guard let memory = malloc(400 << 20) else { exit(5) }
            free(memory)
        }
        // The control.
        await #expect(processExitsWith: .exitCode(6)) {
            #expect(ProcessLimits(memory: nil).apply())
            guard let memory = malloc(400 << 20) else { exit(5) }
            free(memory)
            exit(6)
        }
    }

    @Test func nothingIsWritten() async {
        await #expect(processExitsWith: .exitCode(5)) { try Self.write(under: ProcessLimits(memory: nil)) }
        // The control.
        await #expect(processExitsWith: .exitCode(6)) {
            try Self.write(under: ProcessLimits(memory: nil, fileSize: 1))
        }
    }

    private static func write(under limits: ProcessLimits) throws {
        // Threads of tests may hold the signal back; the call fails in either case.
        signal(SIGXFSZ, SIG_IGN)
        try #require(limits.apply())
        let path = NSTemporaryDirectory() + "limits-\(getpid())"
        let file = open(path, O_CREAT | O_RDWR, 0o600)
        unlink(path)
        exit(Glibc.write(file, "x", 1) == 1 ? 6 : 5)
    }

    @Test func processorTimeEnds() async {
        await #expect(processExitsWith: .signal(SIGPROF)) {
            ProcessLimits.setTime(processor: .milliseconds(50), wall: .seconds(100))
            while true {}
        }
    }

    @Test func waitingEnds() async {
        await #expect(processExitsWith: .signal(SIGALRM)) {
            ProcessLimits.setTime(processor: .seconds(100), wall: .milliseconds(50))
            while true { sleep(100) }
        }
    }

    @Test func aLimitOfTimeCanBeTakenAway() async {
        await #expect(processExitsWith: .exitCode(5)) {
            // Long enough for a busy machine to come to the second line.
            ProcessLimits.setTime(processor: .seconds(2), wall: .seconds(2))
            ProcessLimits.setTime(processor: .zero, wall: .zero)
            usleep(2_200_000)
            exit(5)
        }
    }
}
