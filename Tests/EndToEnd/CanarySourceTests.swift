import Dataset
import Foundation
import Sandbox
import TestKit
import Testing

@Suite("Secrets of the source are nowhere in what is written", .timeLimit(.minutes(10)))
struct CanarySourceTests {
    private let scene: CanaryScene

    init() throws { scene = try CanaryScene() }

    @Test("around the source, whose services refuse", arguments: [401, 403])
    func refusingProject(status: Int) async throws {
        let server = try ScriptedServer { [scene] in scene.refusal($0, status) }
        defer { server.stop() }
        let value = CanaryScene.value
        let s3 = """
            protocol: s3, s3: { access_key_id: '\(value("s3-key-id"))', secret_access_key: '\(value("s3-secret"))',
              session_token: '\(value("s3-session-token"))' }
            """
        let database = "postgresql://reader:\(CanaryScene.encoded("database-password"))@127.0.0.1:1/postgres"
        let storage = "url: \"\(server.url)\", key: '\(value("storage-key"))'"
        let pulls = [
            "source: supabase-rest, dataset: Harbour, storage: { \(storage) }",
            "source: supabase-rest, dataset: Harbour, storage: { url: \"\(server.url)\" }",
            "source: supabase-rest, dataset: Harbour, storage: { \(storage), \(s3) }",
            "source: supabase, dataset: Harbour, database: \"\(database)\", storage: { \(storage), \(s3) }",
            "source: supabase, dataset: Harbour, database: \"host=127.0.0.1 port=1 user=reader\"",
        ]
        let variables = [
            ("SUPABASE_SECRET_KEY", value("project-key")), ("PGPASSWORD", value("pg-password")),
        ]
        for pull in pulls {
            let file = try scene.settings.write(
                "pull: { \(pull) }\ntrain: { token: '\(value("train-token"))', endpoint: \"\(server.url)\" }\n",
                "p.yaml")
            for command in [["check"], ["doctor"], ["datasets", "list"], ["datasets", "show"]] {
                try await scene.runBoth(command + [file], variables)
            }
            try await scene.run(["export", file, "--out", scene.written.path("out")], variables)
        }
        try scene.expectNone(["storage-key", "project-key", "train-token"])
    }

    @Test(
        "around the source, whose rows hold signed addresses and whose database takes the password",
        .needs(.postgres))
    func goodProject() async throws {
        let picture = FileManager.default.contents(
            atPath: "\(Program.root)/samples/harbour/red-lighthouse.jpg")
        let bytes = [UInt8](try #require(picture))
        let server = try ScriptedServer { [scene] request in
            _ = scene.echo(of: request)
            return request.path.hasPrefix("/good")
                ? .answer(headers: [("Content-Type", "image/jpeg")], body: bytes)
                : scene.refusal(request, 403)
        }
        defer { server.stop() }
        let sandbox = try await Sandbox.start(
            .init(samples: ["\(Program.root)/samples/harbour"], storagePort: 0, stepsPerSecond: 200))
        do {
            let token = CanaryScene.encoded("row-token")
            try await sandbox.run([
                "CREATE ROLE canary LOGIN SUPERUSER PASSWORD '\(CanaryScene.value("database-password"))'",
                "UPDATE data SET image_url = '\(server.url)/good/a.jpg?token=\(token)' "
                    + "WHERE image_name = 'red-lighthouse.jpg'",
            ])
            let own = try #require(URLComponents(string: sandbox.variable("DATABASE_URL") ?? ""))
            let url =
                "postgresql://canary:\(CanaryScene.encoded("database-password"))@127.0.0.1:\(own.port ?? 0)/postgres"
            let variables = sandbox.environment.filter { $0.0 != "DATABASE_URL" } + [("DATABASE_URL", url)]
            for source in ["supabase", "supabase-rest"] {
                let file = try scene.settings.write(
                    """
                    name: canary
                    pull: { source: \(source), dataset: Harbour, allow_hosts: ["\(server.url)"] }
                    prepare: { resolution: 512, format: jpeg }
                    train: { endpoint: "${LORAPIPE_ENDPOINT}" }
                    """, "p.yaml")
                let out = scene.written.path("out-\(source)")
                let exported = try await scene.run(["export", file, "--out", out], variables)
                #expect(exported.status == 0, "\(exported.errors)")
                try await scene.runBoth(["datasets", "show", file], variables)
                try await scene.runBoth(["doctor", file], variables)
                try await scene.run(["datasets", "preview", file, "--out", out + ".html"], variables)
                try await scene.run(
                    [
                        "check", file, "--report", out + ".json", "--report", out + ".html", "--report",
                        out + ".xml",
                    ],
                    variables)
                try await sandbox.run([
                    "UPDATE data SET image_url = replace(image_url, '/good/', '/bad/') WHERE image_url LIKE '%token=%'"
                ])
                try await scene.runBoth(["check", file, "--report", out + ".bad.html"], variables)
                try await scene.run(["train", file, "--skip-errors", "--json"], variables)
                try await sandbox.run([
                    "UPDATE data SET image_url = replace(image_url, '/bad/', '/good/') WHERE image_url LIKE '%token=%'"
                ])
            }
            let value = CanaryScene.value
            let signed = try scene.settings.write(
                """
                pull:
                  source: supabase
                  dataset: Harbour
                  storage:
                    protocol: s3
                    s3: { endpoint: "\(server.url)/s3", access_key_id: '\(value("s3-key-id"))',
                          secret_access_key: '\(value("s3-secret"))', session_token: '\(value("s3-session-token"))' }
                """, "s3.yaml")
            try await scene.runBoth(["check", signed], variables)
            try await scene.runBoth(["doctor", signed], variables)
            try scene.expectNone(["row-token", "s3-key-id", "s3-session-token"])
            // The sandbox's own keys, which these runs used, are secrets as well.
            let keys = sandbox.environment.filter { $0.0.contains("KEY") }
            let found = try CanarySearch(Dictionary(keys, uniquingKeysWith: { $1 })).sightings(
                under: scene.written.path)
            #expect(found.isEmpty, "\(found)")
            await sandbox.stop()
        } catch {
            await sandbox.stop()
            throw error
        }
    }
}
