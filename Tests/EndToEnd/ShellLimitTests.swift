import Foundation
import TestKit
import Testing

@Suite("A shell that allows too little", .timeLimit(.minutes(2)))
struct ShellLimitTests {
    @Test(
        "is told so at once, before a thread can't be had",
        arguments: [("ulimit -v 500000", "ulimit -v"), ("ulimit -n 12", "ulimit -n")])
    func tooLittle(_ limit: String, _ named: String) async throws {
        let place = try TemporaryDirectory()
        let run = try await Program.run(
            under: ["bash", "-c", "\(limit) && exec \"$0\" \"$@\""],
            ["rules", "--state", place.path("state")])
        #expect(run.status == 2 && run.errors.contains(named), "\(run.status) \(run.errors)")
        #expect(run.errors.contains("error: "))
    }

    @Test("the control: with enough of both it runs")
    func enough() async throws {
        let place = try TemporaryDirectory()
        let run = try await Program.run(
            under: ["bash", "-c", "ulimit -n 32 && exec \"$0\" \"$@\""],
            ["rules", "--state", place.path("state")])
        #expect(run.status == 0, "\(run.errors)")
    }
}
