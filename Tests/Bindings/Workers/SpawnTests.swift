import Foundation
import Testing

@testable import Workers

@Suite struct SpawnTests {
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
