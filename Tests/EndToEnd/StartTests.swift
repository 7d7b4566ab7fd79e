import Foundation
import TestKit
import Testing

@Suite("How the program starts")
struct StartTests {
    /// libvips looks for plug-ins below VIPSHOME, which is set to nowhere for that moment.
    @Test(
        "libvips changes the environment before there is a second thread",
        arguments: [["export"], ["jobs"], ["trainer", "serve", "--rehearsal", "--port", "0"]])
    func environmentIsChangedByTheOnlyThread(_ command: [String]) async throws {
        let place = try TemporaryDirectory()
        let pipeline = try place.write(
            "pull: { source: folder, path: \(Program.root)/samples/harbour, trigger: h4rbour }\n", "p.yaml")
        var arguments = command
        if command == ["export"] { arguments += [pipeline, "--out", place.path("out")] }
        // A service ends by the first signal; strace hands it on.
        let limit = command.first == "trainer" ? ["timeout", "5"] : []
        _ = try await Program.run(
            under: limit + [
                "strace", "-f", "-qq", "-o", place.path("log"), "-e", "trace=openat,clone,clone3",
            ],
            arguments + ["--state", place.path("state")])
        let lines = String(decoding: try place.bytes("log"), as: UTF8.self).split(separator: "\n")
        let start = try #require(
            lines.firstIndex { $0.contains("\"/nonexistent/") && $0.contains("vips-modules") })
        let thread = try #require(lines.firstIndex { $0.contains("CLONE_THREAD") })
        #expect(start < thread)
    }
}
