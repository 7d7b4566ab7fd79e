import Dataset
import Foundation
import Sandbox
import TestKit
import Testing

/// Rows of any number cost no memory: they stream from the source into a file.
@Suite("Size", .timeLimit(.minutes(10)))
struct SizeTests {
    /// A dataset of so many rows without pictures, put in by one statement.
    private func fill(_ sandbox: Sandbox, _ rows: Int) async throws -> String {
        let name = "Rows \(rows)"
        let id = "00000000-0000-0000-0000-\(String(format: "%012d", rows))"
        try await sandbox.run([
            "INSERT INTO datasets (id, name, character_trigger) VALUES ('\(id)', '\(name)', 'x')",
            """
            INSERT INTO data (dataset_id, image_url, image_name, caption, created_at)
            SELECT '\(id)', '', 'picture-' || n || '.png', repeat('a caption of some length ', 8) || n,
                '2026-01-01'::timestamptz + (n % 1000) * interval '1 s' FROM generate_series(1, \(rows)) n
            """,
        ])
        return name
    }

    @Test(
        "100,000 rows stay under 150 MB, and take no more than a tenth more than 10,000", .needs(.postgres),
        arguments: ["supabase", "supabase-rest"])
    func memory(_ source: String) async throws {
        let sandbox = try await Sandbox.start(.init(storagePort: 0))
        do {
            let place = try TemporaryDirectory()
            let file = try place.write("pull: { source: \(source) }", "p.yaml")
            var peaks: [Int] = []
            for rows in [10_000, 100_000] {
                let name = try await fill(sandbox, rows)
                let run = try await Program.measure(
                    [
                        "datasets", "show", file, "--set", "pull.dataset=\(name)", "--rows", "1", "--state",
                        place.path("s"), "--json",
                    ],
                    sandbox.environment)
                #expect(run.status == 0, "\(run.errors)")
                #expect(try run.json()["dataset"]?["rows"] == .int(Int64(rows)))
                peaks.append(run.peakMemory)
            }
            #expect(peaks[0] > 1 << 20 && peaks[1] < 150_000_000, "\(peaks)")
            #expect(Double(peaks[1]) < Double(peaks[0]) * 1.1, "\(peaks)")
            await sandbox.stop()
        } catch {
            await sandbox.stop()
            throw error
        }
    }

    @Test("a folder's list of 100,000 rows takes as little")
    func folderMemory() async throws {
        let place = try TemporaryDirectory()
        var peaks: [Int] = []
        for rows in [10_000, 100_000] {
            let lines = (0..<rows).map { number in
                let caption = String(repeating: "a caption of some length ", count: 8)
                return #"{"file_name":"picture-\#(number * 7919 % rows).png","text":"\#(caption)\#(number)"}"#
            }
            try place.write(lines.joined(separator: "\n"), "set/metadata.jsonl")
            let file = try place.write("pull: { source: folder, path: set }", "p.yaml")
            let run = try await Program.measure(
                ["datasets", "show", file, "--rows", "1", "--state", place.path("s"), "--json"])
            #expect(run.status == 0, "\(run.errors)")
            #expect(try run.json()["dataset"]?["rows"] == .int(Int64(rows)))
            #expect(try run.json()["rows"]?.array?.first?["name"] == "picture-0.png")
            peaks.append(run.peakMemory)
        }
        #expect(peaks[0] > 1 << 20 && peaks[1] < 150_000_000, "\(peaks)")
        #expect(Double(peaks[1]) < Double(peaks[0]) * 1.1, "\(peaks)")
    }
}
