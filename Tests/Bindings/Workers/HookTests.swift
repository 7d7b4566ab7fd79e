import Foundation
import Testing

@testable import Workers

@Suite struct HookTests {
    /// With room for one descriptor more, the first file is made and the second is not; then there must be room for one
    /// again. The control: with room for two the program runs.
    @Test func aFailedStartGivesBackWhatItOpened() async {
        await #expect(processExitsWith: .exitCode(7)) {
            // What a first run opens for good is there before the places are counted.
            let hook = Hook(executable: "/bin/true", arguments: [], environment: [:])
            let first = try await hook(input: [], within: .seconds(60))
            try #require(first.ending == .exited(0))
            var limit = rlimit(rlim_cur: 200, rlim_max: 200)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            var taken: [Int32] = []
            while true {
                let file = open("/dev/null", O_RDONLY)
                guard file >= 0 else { break }
                taken.append(file)
            }
            close(taken.removeLast())
            let error = await #expect(throws: ProcessStartError.self) {
                try await hook(input: [], within: .seconds(60))
            }
            try #require(error?.description.contains("Too many open files") == true)
            let last = open("/dev/null", O_RDONLY)
            try #require(last >= 0, "a descriptor is lost")
            for _ in 0..<3 { close(taken.removeLast()) }
            close(last)
            let again = try await hook(input: [], within: .seconds(60))
            exit(again.ending == .exited(0) ? 7 : 1)
        }
    }

    @Test func itsFilesHaveNoNameAndAreNotInherited() throws {
        let directory = NSTemporaryDirectory() + "hook-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        // A leftover of a test is the system's to clear.
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let file = try Hook.file(for: "x", in: directory)
        defer { close(file) }
        #expect(fcntl(file, F_GETFD) & FD_CLOEXEC != 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
        var status = stat()
        #expect(fstat(file, &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(throws: ProcessStartError.self) { try Hook.file(for: "x", in: directory + "/none") }
    }

    /// A C library that can't close the files that a child must not have: nothing is started. The control is the same
    /// call with what this library has.
    @Test func withoutAWayToCloseOurFilesNothingIsStarted() throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let error = #expect(throws: ProcessStartError.self) {
            try ChildProcess.spawn("/bin/true", [], [:], &actions, closeFrom: nil)
        }
        #expect(error?.description == "could not start /bin/true: Function not implemented")
        let child = try ChildProcess.spawn("/bin/true", [], [:], &actions)
        var status: Int32 = -1
        #expect(waitpid(child, &status, 0) == child && status == 0)
    }
}
