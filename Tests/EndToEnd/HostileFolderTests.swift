import Dataset
import Foundation
import TestKit
import Testing

@Suite("A folder of hostile files")
struct HostileFolderTests {
    private func measure(_ files: [HostileFile]) async throws -> (
        run: Program.Outcome, names: [String: HostileFile]
    ) {
        let place = try TemporaryDirectory()
        var names: [String: HostileFile] = [:]
        for (number, file) in files.enumerated() {
            let name = "\(number).jpg"
            names[name] = file
            try place.write(file.bytes, "pictures/\(name)")
            try place.write("h4rbour, a boat", "pictures/\(number).txt")
        }
        let pipeline = try place.write("pull: { source: folder, path: pictures, trigger: h4rbour }", "p.yaml")
        let run = try await Program.measure(["check", pipeline, "--json", "--state", place.path("state")])
        return (run, names)
    }

    @Test(
        "every one is named, within 512 MB for the program and a process of its own together, and none is left"
    )
    func folder() async throws {
        let files = try HostileFile.all()
        let (run, names) = try await measure(files)
        #expect(run.status == 1, "\(run.errors)")
        var found: [String: Set<String>] = [:]
        for finding in try #require(try run.json()["findings"]?.array) {
            guard let name = finding["name"]?.string, let rule = finding["rule"]?.string else { continue }
            found[name, default: []].insert(rule)
        }
        for (name, file) in names {
            let rules = found[name] ?? []
            let isNamed = !rules.isDisjoint(with: file.rules)
            #expect(isNamed || file.rules.contains("sound"), "\(file.name): \(rules)")
        }
        // Without pictures, the most is the program's own; with them, the larger of the program and its processes.
        let own = try await measure([])
        #expect(own.run.peakMemory > 10 << 20)
        #expect(
            own.run.peakMemory + run.peakMemory < 512 << 20,
            "\(own.run.peakMemory >> 20) and \(run.peakMemory >> 20) MB")
        #expect(run.leftBehind == 0 && own.run.leftBehind == 0)
    }

    @Test("the hidden command ends with its input and opens no state directory")
    func look() async throws {
        let place = try TemporaryDirectory()
        let state = place.path("state")
        let run = try await Program.run(["inspect"], [("LORAPIPE_STATE", state)])
        #expect(run.status == 0 && run.output == "looking\n")
        #expect(!FileManager.default.fileExists(atPath: state))
        #expect(try await Program.run(["--help"]).output.contains("\n  look ") == false)
    }
}
