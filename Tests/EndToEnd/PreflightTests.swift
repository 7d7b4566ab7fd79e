import Dataset
import Foundation
import Sandbox
import TestKit
import Testing

@Suite("The preflight of the planted faults")
struct PreflightTests {
    /// What samples/harbour-faults/README.md promises for a folder, as `rule severity file`.
    static let inFolder: Set<String> = [
        "caption-empty error caption-empty.jpg", "caption-missing error caption-missing.jpg",
        "image-truncated error chunk-beyond-the-end.png", "image-unsupported error gif-inside.jpg",
        "image-not-an-image error gzip-with-bytes-behind.jpg", "image-not-an-image error html-page.jpg",
        "image-not-an-image error no-bytes.png", "image-too-small error too-small.jpg",
        "trigger-absent warning trigger-absent.jpg", "trigger-absent warning trigger-inside-word.jpg",
        "image-truncated error truncated-jpeg.jpg", "image-truncated error truncated-png.png",
        "dataset-too-few warning -", "steps-forecast note -",
    ]

    private func found(_ report: JSONValue) -> [String] {
        (report["findings"]?.array ?? []).map {
            [$0["rule"], $0["severity"], $0["name"]].map { $0?.string ?? "-" }.joined(separator: " ")
        }
    }

    @Test(
        "through the database: every planted fault is named, one bad row never stops the rest",
        .needs(.postgres))
    func database() async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        let file = place.path + "/report.json"
        let run = try await Program.run(
            [
                "check", "\(Program.root)/pipelines/preflight.yaml", "--set", "pull.dataset=Harbour faults",
                "--json",
                "--report", file, "--state", place.path + "/state",
            ], sandbox.environment)
        #expect(run.status == 1, "\(run.errors)")
        #expect(run.lastError == "error: 12 blocking finding(s) in Harbour faults")
        let report = try run.json()
        #expect(report["schema"] == "lorapipe.report/1")
        #expect(
            report["summary"]
                == .record([
                    "rows": 19, "errors": 12, "warnings": 8, "notes": 1, "waived": 0, "stale_waivers": 0,
                ]))
        #expect(report["outlook"]?["trained"] == 7 && report["outlook"]?["dropped"] == 12)
        // Which of the two comes second is the order of the rows.
        let duplicates = ["good-sloop.jpg", "duplicate-of-good-sloop.jpg"].flatMap {
            ["image-duplicate warning \($0)", "caption-contradiction warning \($0)"]
        }
        let findings = found(report)
        #expect(Set(findings).isSuperset(of: Self.inFolder))
        #expect(findings.filter(duplicates.contains).count == 2)
        let onlyInDatabase: Set<String> = [
            "image-missing error upload-unfinished.jpg", "image-unavailable error never-uploaded.jpg",
            "name-duplicate warning good-lighthouse.jpg", "image-duplicate warning good-lighthouse.jpg",
            "caption-contradiction warning good-lighthouse.jpg",
        ]
        #expect(Set(findings).subtracting(Self.inFolder).subtracting(duplicates) == onlyInDatabase)
        #expect(findings.count == 21)
        #expect(try JSONValue(parsing: String(contentsOfFile: file, encoding: .utf8)) == report)
    }

    @Test("through a folder: the same findings; and the sound dataset has notes alone")
    func folder() async throws {
        let place = try TemporaryDirectory()
        func check(_ sample: String) async throws -> Program.Outcome {
            let pipeline = place.path + "/\(sample).yaml"
            try "pull: { source: folder, path: \(Program.root)/samples/\(sample), trigger: h4rbour }"
                .write(toFile: pipeline, atomically: true, encoding: .utf8)
            return try await Program.run(["check", pipeline, "--json", "--state", place.path + "/state"])
        }
        let faults = try await check("harbour-faults")
        #expect(faults.status == 1)
        let findings = Set(found(try faults.json()))
        #expect(
            findings
                == Self.inFolder.union([
                    "image-duplicate warning good-sloop.jpg", "caption-contradiction warning good-sloop.jpg",
                    // dataset.json and a README are no pictures.
                    "folder-other-files note -",
                ]))
        let sound = try await check("harbour")
        #expect(sound.status == 0)
        // What will be cropped, turned and converted is noted, and that dataset.json is no picture.
        let notes = found(try sound.json())
        #expect(notes.allSatisfy { $0.contains(" note ") } && notes.count == 15)
    }

    @Test("datasets list and show say what the database holds", .needs(.postgres))
    func datasets() async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        let pipeline = "\(Program.root)/pipelines/sample.yaml"
        let list = try await Program.run(
            ["datasets", "list", pipeline, "--json", "--state", place.path], sandbox.environment)
        let names = try #require(try list.json()["datasets"]?.array).map {
            "\($0["name"]?.string ?? "") \($0["rows"]?.int ?? -1)"
        }
        #expect(names == ["Harbour 14", "Harbour faults 19"])
        let show = try await Program.run(
            ["datasets", "show", pipeline, "--rows", "3", "--json", "--state", place.path],
            sandbox.environment)
        #expect(try show.json()["dataset"]?["trigger"] == "h4rbour")
        #expect(try show.json()["rows"]?.array?.count == 3)
    }
}
