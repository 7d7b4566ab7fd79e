import Dataset
import Foundation
import TestKit
import Testing

/// The forms that a report is written in, by the program as a user runs it.
@Suite("Reports in all their forms") struct ReportFormsTests {
    private let place: TemporaryDirectory
    private let pipeline: String

    init() throws {
        place = try TemporaryDirectory("reports")
        pipeline = try place.write(
            "pull: { source: folder, path: \(Program.root)/samples/harbour-faults, trigger: h4rbour }",
            "p.yaml")
    }

    private func check(_ more: String...) async throws -> Program.Outcome {
        try await Program.run(["check", pipeline, "--state", place.path("state")] + more)
    }

    @Test("one run writes all three files, and a second gives the same bytes and opens no picture")
    func files() async throws {
        let names = ["r.json", "r.html", "r.XML"]
        func write(_ folder: String) async throws -> Program.Outcome {
            try FileManager.default.createDirectory(
                atPath: place.path(folder), withIntermediateDirectories: true)
            let reports = names.flatMap { ["--report", place.path("\(folder)/\($0)")] }
            return try await Program.run(["check", pipeline, "--state", place.path("state")] + reports)
        }
        #expect(try await write("first").status == 1)
        let second = try await write("second")
        #expect(second.errors.contains(" 0 picture(s) opened"), "\(second.errors)")
        for name in names {
            #expect(try place.bytes("first/\(name)") == place.bytes("second/\(name)"), "\(name)")
            #expect(try place.bytes("first/\(name)").count > 1000)
        }
        let page = String(decoding: try place.bytes("first/r.html"), as: UTF8.self)
        #expect(page.components(separatedBy: "data:image/jpeg;base64,").count - 1 == 8)
        #expect(!page.contains(place.path) && !page.contains(Program.root))
        let junit = String(decoding: try place.bytes("first/r.XML"), as: UTF8.self)
        #expect(junit.contains("<testsuite ") && junit.contains("image-truncated"))
    }

    @Test("a check without pictures in its report keeps no small copies; one with them makes what is missing")
    func thumbnails() async throws {
        #expect(try await check().status == 1)
        let page = try await check("--report", place.path("r.html"))
        #expect(page.errors.contains(" 8 picture(s) opened"), "\(page.errors)")
    }

    @Test("annotations name the row's file in the repository, the worst first, and stdout holds nothing else")
    func annotations() async throws {
        let outcome = try await check("--format", "github")
        #expect(outcome.status == 1)
        let lines = outcome.output.split(separator: "\n")
        #expect(
            lines.count == 17 && lines[0].hasPrefix("::error file=") && lines[16].hasPrefix("::notice file="))
        #expect(lines.allSatisfy { $0.hasPrefix("::") && $0.contains(",title=") })
    }

    @Test(
        "the report is what its published schema says, and the schema is what it says of itself",
        .needs(.python))
    func schema() async throws {
        let schema = try await Program.run(["schema", "report"])
        try place.write(schema.output, "schema.json")
        _ = try await check("--report", place.path("r.json"))
        try place.write(#"{"schema":"lorapipe.report/1","findings":[{"rule":"X"}]}"#, "wrong.json")
        try await PythonPeer.run(
            "Tests/EndToEnd/validate.py",
            [place.path("schema.json"), place.path("r.json"), place.path("wrong.json")]
        ) { verdicts in
            #expect(verdicts["r.json"]?.array?.isEmpty == true, "\(verdicts)")
            // The control.
            #expect((verdicts["wrong.json"]?.array?.count ?? 0) > 2, "\(verdicts)")
        }
    }

    @Test("a baseline leaves what was known, and only what is new blocks")
    func baseline() async throws {
        let known = place.path("known.json")
        #expect(try await check("--report", known).status == 1)
        let same = try await check("--baseline", known, "--json")
        #expect(same.status == 0)
        #expect(try same.json()["summary"]?["known"] == 17 && same.json()["findings"]?.array?.isEmpty == true)
        let new = try await check(
            "--baseline", known, "--json", "--set", "check.rules.caption-too-short.min_words=18")
        #expect(new.status == 0)
        let rules = try (new.json()["findings"]?.array ?? []).map { $0["rule"]?.string }
        #expect(!rules.isEmpty && rules.allSatisfy { $0 == "caption-too-short" })
    }

    @Test("wrong uses end with 2 before anything is fetched, and say what to do")
    func wrongUse() async throws {
        try place.write("{", "broken.json")
        for (arguments, words) in [
            (["--report", "x.pdf"], "json, .html or .xml"), (["--json", "--format", "github"], "choose one"),
            (["--baseline", place.path("none.json")], "can't be read"),
            (["--baseline", place.path("broken.json")], "is no JSON"),
            (["--set", "check.rules.image-blury=off"], "image-blury"),
            (["--set", "check.tokenizer=\(place.path("broken.json"))"], "tokenizer"),
        ] {
            let run = try await Program.run(["check", pipeline, "--state", place.path("state")] + arguments)
            #expect(run.status == 2, "\(arguments) \(run.errors)")
            #expect((run.errors + run.output).contains(words), "\(run.errors)")
        }
    }
}
