import Dataset
import Foundation
import TestKit
import Testing

/// What comes of a variable that is not set, and of names that are none: refused, and nothing is written.
@Suite("Paths that name nothing")
struct EmptyPathTests {
    private static let options: [[String]] = [
        ["check", ""], ["check", "p.yaml", "--report", ""], ["check", "p.yaml", "--baseline", ""],
        ["check", "p.yaml", "--write-waivers", ""], ["check", "p.yaml", "--state", ""],
        ["export", "p.yaml", "--out", ""], ["export", "p.yaml", "--out", "x", "--from", ""],
        ["export", "", "--out", "x"], ["train", ""], ["train", "p.yaml", "--out", ""],
        ["train", "p.yaml", "--ca", ""], ["train", "p.yaml", "--proxy", ""], ["verify", ""],
        ["diff", "", "x"],
        ["diff", "x", ""], ["submit", ""], ["datasets", "list", ""], ["datasets", "show", ""],
        ["datasets", "preview", "p.yaml", "--out", ""], ["doctor", ""], ["rules", ""],
        ["health", "--pipeline", ""], ["health", "--ca", "", "--endpoint", "http://127.0.0.1:9"],
        ["jobs", "--state", ""], ["sandbox", "--sample", "", "--", "true"],
    ]

    private func run(in place: TemporaryDirectory, _ arguments: [String]) async throws -> Program.Outcome {
        try await Program.run(
            under: ["sh", "-c", "cd '\(place.path)' && exec \"$0\" \"$@\""], arguments + ["--json"])
    }

    @Test("an empty one is refused with words and exit code 2", arguments: options)
    func empty(_ arguments: [String]) async throws {
        let place = try TemporaryDirectory()
        let run = try await run(in: place, arguments)
        #expect(run.status == 2, "\(run.errors)")
        #expect(run.lastError.contains("empty"), "\(run.errors)")
        #expect(try run.json()["error"]?["code"] == "usage")
        #expect(try place.names() == [])
    }

    @Test(
        "bytes that are no UTF-8 are refused: they would become another name",
        arguments: ["receipts --state \"$odd\"", "check \"$odd\"", "verify \"$odd\""])
    func oddBytes(_ arguments: String) async throws {
        let place = try TemporaryDirectory()
        let run = try await Program.run(
            under: ["sh", "-c", "cd '\(place.path)'; odd=$(printf 'a\\377b'); exec \"$0\" \(arguments)"], [])
        #expect(run.status == 2 && run.lastError.contains("is not UTF-8"), "\(run.errors)")
        #expect(try place.names() == [])
        let variable = try await Program.run(
            under: [
                "sh", "-c",
                "cd '\(place.path)'; export LORAPIPE_STATE=$(printf 'a\\377b'); exec \"$0\" receipts",
            ], [])
        #expect(variable.status == 2 && variable.lastError.contains("LORAPIPE_STATE is not UTF-8"))
        #expect(try place.names() == [])
        // The control: a name of many letters is one.
        let fine = try await Program.run(["receipts", "--state", place.path("état-\u{FFFD}")])
        #expect(fine.status == 0, "\(fine.errors)")
    }
}
