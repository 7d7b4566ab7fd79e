import Curl
import Dataset
import Foundation
import Postgres
import TestKit
import Testing

@testable import Sandbox

@Suite struct SandboxTests {
    let directory: TemporaryDirectory
    let client = HTTPClient()

    init() throws { directory = try TemporaryDirectory("sandbox") }

    /// Runs `body` in a sandbox with one sample folder, and stops it however that ends.
    func withSandbox(_ body: (Sandbox, PostgresConnection) async throws -> Void) async throws {
        let configuration = Sandbox.Configuration(
            directory: directory.path("state"), samples: [try Samples.write(in: directory)], storagePort: 0,
            stepsPerSecond: 2000)
        let sandbox = try await Sandbox.start(configuration)
        do {
            let url = try #require(sandbox.variable("DATABASE_URL"))
            let connection = try await PostgresConnection.connect(try ConnectionSettings(url))
            try await body(sandbox, connection)
            await connection.close()
        } catch {
            await sandbox.stop()
            throw error
        }
        await sandbox.stop()
    }

    @Test func theRowsAreThoseOfTheContract() async throws {
        try await withSandbox { sandbox, connection in
            let rows = try await connection.execute(
                "SELECT image_name, image_url, caption FROM public.data ORDER BY image_name")
            let base = try #require(sandbox.variable("SUPABASE_URL"))
            let id = try #require(sandbox.datasets.first?.id)
            let place = "\(base)/storage/v1/object/public/images/\(id)"
            #expect(
                rows == [
                    ["a one.jpg", "\(place)/a%20one.jpg", "h4rbour, a boat"],
                    ["empty.png", "\(place)/empty.png", ""],
                    ["gone.jpg", "\(place)/gone.jpg", nil],
                    ["no-caption.webp", "\(place)/no-caption.webp", nil],
                    ["unfinished.jpg", "", "h4rbour"],
                ])
            let times = try await connection.execute(
                "SELECT count(DISTINCT created_at), count(*) FROM public.data")
            #expect(times == [["1", "5"]])
            let datasets = try await connection.execute(
                "SELECT id::text, name, character_trigger FROM public.datasets")
            #expect(datasets == [[id, "Boats", "h4rbour"]])
            #expect(sandbox.datasets == [DatasetInfo(id: id, name: "Boats", trigger: "h4rbour", rows: 5)])
        }
    }

    @Test func rowsOfManyStatementsShareTheirTime() async throws {
        let extra = (0..<12_001).map { #"{"image_name":"\#($0).jpg","image_url":"","caption":null}"# }
        try directory.write(
            #"{"name":"Many","trigger":"m4ny","extra_rows":[\#(extra.joined(separator: ","))]}"#,
            "many/dataset.json")
        let sandbox = try await Sandbox.start(.init(samples: [directory.path("many")], storagePort: 0))
        do {
            let url = try #require(sandbox.variable("DATABASE_URL"))
            let connection = try await PostgresConnection.connect(try ConnectionSettings(url))
            let counts = try await connection.execute(
                "SELECT count(*), count(DISTINCT created_at) FROM public.data")
            #expect(counts == [["12001", "1"]])
            await connection.close()
        } catch {
            await sandbox.stop()
            throw error
        }
        await sandbox.stop()
    }

    @Test func theEnvironmentHoldsTheKeysOfBothGenerations() async throws {
        try await withSandbox { sandbox, _ in
            #expect(
                sandbox.environment.map(\.0) == [
                    "DATABASE_URL", "SUPABASE_URL", "SUPABASE_SECRET_KEY", "SUPABASE_SERVICE_ROLE_KEY",
                    "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_ANON_KEY", "LORAPIPE_ENDPOINT",
                ])
            #expect(Set(sandbox.environment.map(\.1)).count == 7)
        }
    }

    @Test func policiesHideTheRowsFromAllButTheServiceRole() async throws {
        try await withSandbox { _, connection in
            for (role, count) in [("anon", "0"), ("authenticated", "0"), ("service_role", "5")] {
                _ = try await connection.execute("SET ROLE \(role)")
                #expect(try await connection.execute("SELECT count(*) FROM public.data") == [[count]])
                _ = try await connection.execute("RESET ROLE")
            }
        }
    }

    @Test func everyDoorOpensAndClosesWithTheSandbox() async throws {
        var addresses: [String] = []
        try await withSandbox { sandbox, connection in
            let rows = try await connection.execute(
                "SELECT image_url FROM public.data WHERE image_name = 'a one.jpg'")
            let picture = try #require(rows[0][0])
            #expect(try await client.send(HTTPRequest(picture)).text == "0123456789")
            let endpoint = try #require(sandbox.variable("LORAPIPE_ENDPOINT"))
            let health = try await client.send(HTTPRequest(endpoint + "/health"))
            #expect(health.text.contains("\"rehearsal\":true"))
            let key = try #require(sandbox.variable("SUPABASE_SERVICE_ROLE_KEY"))
            let guarded = picture.replacingOccurrences(
                of: "/public/images/", with: "/authenticated/images-private/")
            let request = HTTPRequest(guarded, headers: [("Authorization", "Bearer \(key)")])
            #expect(try await client.send(request).status == 200)
            addresses = [picture, endpoint + "/health"]
        }
        #expect(addresses.count == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path("state")).isEmpty)
        for address in addresses {
            await #expect(throws: HTTPError.self) { try await client.send(HTTPRequest(address)) }
        }
    }

    @Test func aFaultySampleStartsNothing() async throws {
        let configuration = Sandbox.Configuration(
            directory: directory.path("state"), samples: [directory.path("nowhere")], storagePort: 0)
        await #expect(throws: SandboxError.self) { _ = try await Sandbox.start(configuration) }
        #expect(!FileManager.default.fileExists(atPath: directory.path("state")))
    }
}
