import Dataset
import Foundation
import Sandbox
import TestKit
import Testing

@Suite("Three sources of one dataset", .timeLimit(.minutes(5)))
struct ThreeSourcesTests {
    private func pipeline(_ place: TemporaryDirectory, _ pull: String, _ name: String) throws -> String {
        try place.write(
            """
            version: 1
            name: same
            pull: { \(pull) }
            prepare: { resolution: 512 }
            """, name)
    }

    @Test("database, REST and folder give one payload; the first two one lock as well", .needs(.postgres))
    func onePayload() async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        let sources = [
            "database": "source: supabase, dataset: Harbour",
            "rest": "source: supabase-rest, dataset: Harbour",
            "folder": "source: folder, path: '\(Program.root)/samples/harbour', trigger: h4rbour",
        ]
        var payloads: Set<String> = []
        for (kind, pull) in sources {
            // Each with a state of its own: nothing may come from what another source gave.
            let run = try await Program.run(
                [
                    "export", try pipeline(place, pull, kind + ".yaml"), "--out", place.path(kind), "--state",
                    place.path("state-" + kind), "--json",
                ], sandbox.environment)
            #expect(run.status == 0, "\(kind): \(run.errors)")
            #expect(try run.json()["reused"] == 0)
            payloads.insert(try #require(try run.json()["payload"]?["sha256"]?.string))
        }
        #expect(payloads.count == 1)
        #expect(try place.bytes("database/payload.json") == place.bytes("rest/payload.json"))
        #expect(try place.bytes("database/manifest.lock.json") == place.bytes("rest/manifest.lock.json"))
        #expect(try place.bytes("database/manifest.lock.json") != place.bytes("folder/manifest.lock.json"))
    }

    @Test(
        "a private bucket opens to a key, by the database's rows and by REST's, old kind and new",
        .needs(.postgres))
    func privateBucket() async throws {
        let sandbox = try await Sandbox.start(
            .init(samples: ["\(Program.root)/samples/harbour"], storagePort: 0))
        do {
            try await openAndShut(sandbox)
            await sandbox.stop()
        } catch {
            await sandbox.stop()
            throw error
        }
    }

    private func openAndShut(_ sandbox: Sandbox) async throws {
        let place = try TemporaryDirectory()
        let private_ = ["pull.storage.bucket=images-private"]
        // Rows hold public URLs; a bare path is an object of the configured bucket: a view makes them so.
        let view =
            "CREATE OR REPLACE VIEW private_data AS SELECT id, dataset_id, "
            + "regexp_replace(image_url, '^.*/public/images/', '') AS image_url, image_name, caption, created_at FROM data"
        try await sandbox.run([view, "GRANT SELECT ON private_data TO service_role", "NOTIFY pgrst"])
        for key in ["SUPABASE_SECRET_KEY", "SUPABASE_SERVICE_ROLE_KEY"] {
            let pull =
                "source: supabase-rest, dataset: Harbour, tables: { data: private_data }, storage: { key: '${\(key)}' }"
            let run = try await Program.run(
                ["check", try pipeline(place, pull, "p.yaml"), "--state", place.path(key), "--json"]
                    + private_.flatMap { ["--set", $0] }, sandbox.environment)
            #expect(run.status == 0, "\(run.errors)")
        }
        // The control: without a key the bucket is not there for anybody.
        let pull =
            "source: supabase, dataset: Harbour, tables: { data: private_data }, storage: { url: '${SUPABASE_URL}' }"
        let shut = sandbox.environment.filter { !$0.0.contains("KEY") }
        let run = try await Program.run(
            ["check", try pipeline(place, pull, "q.yaml"), "--state", place.path("none"), "--json"]
                + private_.flatMap { ["--set", $0] }, shut)
        #expect(run.status == 3 && run.lastError.contains("Bucket not found"), "\(run.errors)")
    }
}
