import Dataset
import Foundation
import TestKit
import Testing

/// A payload in parts, and a limit on what one may hold.
@Suite("Split and limited payloads")
struct SplitTests {
    private let place: TemporaryDirectory
    private let pipeline: String

    init() throws {
        place = try TemporaryDirectory()
        pipeline = try place.write(
            """
            pull: { source: folder, path: '\(Program.root)/samples/harbour', trigger: h4rbour }
            prepare: { resolution: 512, format: jpeg }
            train: { output_name: harbour_v1 }
            """, "p.yaml")
    }

    private func export(_ more: String...) async throws -> Program.Outcome {
        try await Program.run(
            ["export", pipeline, "--out", place.path("out"), "--state", place.path("state"), "--json"] + more)
    }

    private var made: [String] { get throws { try place.names(under: "out").filter { !$0.contains("/") } } }

    @Test("the names at every level of an export are synced before it is swapped in")
    func synced() async throws {
        let log = place.path("log")
        let run = try await Program.run(
            under: ["strace", "-f", "-qq", "-y", "-o", log, "-e", "trace=fsync,rename,renameat,renameat2"],
            [
                "export", pipeline, "--out", place.path("out"), "--state", place.path("state"), "--split",
                "2",
                "--as", "folder",
            ])
        #expect(run.status == 0, "\(run.errors)")
        let lines = String(decoding: try place.bytes("log"), as: UTF8.self).split(separator: "\n")
        let swap = try #require(
            lines.firstIndex { $0.contains("rename") && $0.contains(".lorapipe.partial/new") })
        for folder in ["1-of-2", "1-of-2/images", "2-of-2", "2-of-2/images"] {
            let isSynced = lines[..<swap].contains {
                $0.contains("fsync(") && $0.contains("/.lorapipe.partial/new/\(folder)>")
            }
            #expect(isSynced, "\(folder)")
        }
    }

    @Test("each part is an export of its own, and together they hold every picture once")
    func parts() async throws {
        let run = try await export("--split", "3")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try made.sorted() == ["1-of-3", "2-of-3", "3-of-3"])
        var names: [String] = []
        var sizes: [Int64] = []
        for part in try made.sorted() {
            let verified = try await Program.run(["verify", place.path("out/" + part), "--json"])
            #expect(verified.status == 0, "\(verified.errors)")
            let body = try JSONValue(parsing: place.bytes("out/\(part)/payload.json"))
            names += body["images"]?.array?.compactMap { $0["filename"]?.string } ?? []
            #expect(body["output_name"]?.string == "harbour_v1_\(part.prefix(1))of3")
            sizes.append(Int64(try place.bytes("out/\(part)/payload.json").count))
        }
        #expect(names.count == 14 && names == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        // No part is much larger than a third; the largest picture is the most it can be off by.
        #expect(try #require(sizes.max()) < sizes.reduce(0, +) / 2)

        // A smaller split takes the place of a larger one, and no split that of any.
        #expect(try await export("--split", "2").status == 0)
        #expect(try made.sorted() == ["1-of-2", "2-of-2"])
        #expect(try await export().status == 0)
        #expect(try made.sorted() == ["manifest.lock.json", "payload.json"])
        #expect(try await Program.run(["verify", place.path("out")]).status == 0)
    }

    @Test("more parts than pictures are no export", arguments: ["15", "0", "-1", "two"])
    func tooManyParts(_ count: String) async throws {
        let run = try await export("--split=" + count)
        #expect(run.status == 2, "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: place.path("out")))
    }

    @Test("a payload above the limit is told with its exact size, and nothing is written")
    func limit() async throws {
        #expect(try await export().status == 0)
        let size = try place.bytes("out/payload.json").count
        let lock = try place.bytes("out/manifest.lock.json")
        try FileManager.default.removeItem(atPath: place.path("out"))

        let stopped = try await export("--set", "pack.max_bytes=\(size - 1)")
        #expect(stopped.status == 1)
        let error = try stopped.json()["error"]
        #expect(error?["code"] == "payload-too-large")
        #expect(error?["message"]?.string?.contains("\(size) bytes") == true, "\(stopped.errors)")
        #expect(error?["hint"]?.string?.contains("--split 2") == true, "\(stopped.errors)")
        #expect(!FileManager.default.fileExists(atPath: place.path("out")))

        // What the hint says works; and the control: a byte more is enough.
        #expect(try await export("--set", "pack.max_bytes=\(size - 1)", "--split", "2").status == 0)
        #expect(try await export("--set", "pack.max_bytes=\(size)").status == 0)
        #expect(try place.bytes("out/manifest.lock.json") == lock)
    }
}
