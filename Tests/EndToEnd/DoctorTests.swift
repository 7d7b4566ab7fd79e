import Dataset
import Sandbox
import TestKit
import Testing

@Suite("Doctor", .timeLimit(.minutes(5)))
struct DoctorTests {
    private func verdicts(_ run: Program.Outcome) throws -> [String: String] {
        let told = try #require(try run.json()["diagnoses"]?.array)
        return Dictionary(
            told.map { ($0["subject"]?.string ?? "", $0["verdict"]?.string ?? "") }, uniquingKeysWith: { $1 })
    }

    private func doctor(_ place: TemporaryDirectory, _ pull: String, _ variables: [(String, String)])
        async throws
        -> Program.Outcome
    {
        let file = try place.write(
            "pull: { \(pull) }\ntrain: { endpoint: '${LORAPIPE_ENDPOINT}' }\n", "p.yaml")
        return try await Program.run(["doctor", file, "--state", place.path("state"), "--json"], variables)
    }

    @Test("all is well, by either API", .needs(.postgres), arguments: ["supabase", "supabase-rest"])
    func allIsWell(_ source: String) async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        let run = try await doctor(place, "source: \(source), dataset: Harbour", sandbox.environment)
        #expect(run.status == 0, "\(run.errors)")
        let found = try verdicts(run)
        #expect(Set(found.values) == ["works"], "\(found)")
        let common = ["encryption", "key", "picture", "rows", "storage", "trainer"]
        let own = source == "supabase" ? ["database", "role"] : ["project"]
        #expect(found.keys.sorted() == (common + own).sorted())
        #expect(run.output.contains("14 row(s) of Harbour are visible"))
        for (name, value) in sandbox.environment where name.contains("KEY") {
            #expect(!run.output.contains(value) && !run.errors.contains(value))
        }
    }

    @Test("what fails is named, with what to do; the rest is tried all the same", .needs(.postgres))
    func failures() async throws {
        let sandbox = try await SharedSandbox.running()
        try await sandbox.run([
            "CREATE OR REPLACE VIEW bare_data AS SELECT id, dataset_id, 'd/' || image_name AS image_url, image_name, "
                + "caption, created_at FROM data"
        ])
        let place = try TemporaryDirectory()
        func with(_ changes: [(String, String)]) -> [(String, String)] { sandbox.environment + changes }
        let rows = "source: supabase, dataset: Harbour"
        let cases: [(String, [(String, String)], [String: String])] = [
            (
                rows, with([("DATABASE_URL", "postgresql://postgres:canary-pw@127.0.0.1:1/postgres")]),
                ["database": "fails", "rows": "untried", "storage": "works", "trainer": "works"]
            ),
            (
                rows, with([("SUPABASE_URL", "http://127.0.0.1:1")]),
                ["database": "works", "rows": "works", "storage": "fails", "picture": "doubtful"]
            ),
            (
                rows, with([("LORAPIPE_ENDPOINT", "http://127.0.0.1:1")]),
                ["rows": "works", "trainer": "fails"]
            ),
            (
                rows + ", tables: { data: bare_data }, storage: { bucket: nowhere }",
                sandbox.environment.filter { !$0.0.contains("KEY") },
                ["storage": "works", "picture": "fails"]
            ),
            (
                rows + ", storage: { protocol: s3, s3: { endpoint: 'http://127.0.0.1:1' } }",
                with([("S3_PROTOCOL_ACCESS_KEY_ID", "id"), ("S3_PROTOCOL_ACCESS_KEY_SECRET", "canary-pw")]),
                ["storage": "fails", "encryption": "untried", "picture": "fails"]
            ),
            ("source: supabase, dataset: Nowhere", with([]), ["database": "works", "rows": "fails"]),
            (
                "source: supabase-rest, dataset: Harbour",
                with([("SUPABASE_SECRET_KEY", "sb_secret_canary-pw")]),
                ["project": "fails", "rows": "untried"]
            ),
        ]
        for (pull, variables, expected) in cases {
            let run = try await doctor(place, pull, variables)
            #expect(run.status == 3 && run.lastError.hasPrefix("error: a run would fail at"), "\(run.errors)")
            let found = try verdicts(run)
            for (subject, verdict) in expected {
                #expect(found[subject] == verdict, "\(subject): \(found) \(run.output)")
            }
            #expect(!run.output.contains("canary-pw") && !run.errors.contains("canary-pw"))
        }
    }

    @Test("a key that policies hold back is told, and why no rows come", .needs(.postgres))
    func policies() async throws {
        let sandbox = try await SharedSandbox.running()
        let place = try TemporaryDirectory()
        let anon = sandbox.environment.filter {
            !["SUPABASE_SECRET_KEY", "SUPABASE_SERVICE_ROLE_KEY"].contains($0.0)
        }
        let run = try await doctor(place, "source: supabase-rest, dataset: Harbour", anon)
        #expect(run.status == 3)
        #expect(run.output.contains("row level security"))
        #expect(try verdicts(run)["key"] == "doubtful")
    }
}
