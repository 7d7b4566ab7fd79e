import Curl
import Foundation
import Pipeline
import Postgres
import Pull
import Testing

/// What the environment says of a Supabase project, by the names that its tools use.
@Suite struct ProjectVariablesTests {
    private func project(_ pull: String, _ environment: [String: String], dotEnv: String? = nil) throws
        -> SupabaseSource
    {
        let scene = try SettingsScene(environment, dotEnv: dotEnv)
        guard case .supabase(let project) = try scene.read("pull: { \(pull) }").source else {
            throw CancellationError()
        }
        return project
    }

    private func database(_ environment: [String: String], dotEnv: String? = nil) throws -> ConnectionSettings
    {
        guard case .database(let settings) = try project("source: supabase", environment, dotEnv: dotEnv).kind
        else {
            throw CancellationError()
        }
        return settings
    }

    private static let token = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln"

    @Test(
        "the first of the known names gives the database",
        arguments: [
            (["SUPABASE_DB_URL": "postgres://a@h1/x", "DATABASE_URL": "postgres://a@h2/x"], "h1"),
            (["DATABASE_URL": "postgres://a@h2/x", "POSTGRES_URL": "postgres://a@h3/x"], "h2"),
            (["POSTGRES_URL_NON_POOLING": "postgres://a@h4/x", "POSTGRES_URL": "postgres://a@h3/x"], "h4"),
            (["DATABASE_URL": "", "DIRECT_URL": "postgres://a@h5/x"], "h5"),
            (["PGHOST": "h6", "PGUSER": "u"], "h6"),
            (["SUPABASE_URL": "http://127.0.0.1:54321"], "127.0.0.1"),
            (["SUPABASE_URL": "http://localhost:54321/"], "127.0.0.1"),
        ] as [([String: String], String)])
    func databases(_ environment: [String: String], _ host: String) throws {
        #expect(try database(environment).host == host)
    }

    @Test func theLocalStacksDatabaseIsTakenForTheLocalStackAlone() throws {
        #expect(try "\(database(["SUPABASE_URL": "http://127.0.0.1:54321"]))".contains(":54322/postgres"))
        #expect(try database(["SUPABASE_URL": "http://127.0.0.1:54399"]).host == nil)
        #expect(try database(["SUPABASE_URL": "https://ref.supabase.co"]).host == nil)
    }

    @Test(
        "the database password goes to Supabase's own hosts and to this machine, by their whole names",
        arguments: [
            ("db.r.supabase.co", true), ("aws-0-eu.pooler.supabase.com", true), ("DB.R.SUPABASE.CO", true),
            ("db.r.supabase.co.", true), ("127.0.0.1", true), ("localhost", true), ("[::1]", true),
            ("evil-localhost", false), ("x127.0.0.1", false), ("evil.localhost", false), ("[1::1]", false),
            ("evilsupabase.co", false), ("supabase.co.evil.example", false),
            ("localhost.evil.example", false),
            ("db.r.supabase.co,evil-localhost", false), ("db.r.supabase.co,localhost", true),
        ])
    func passwordsByHost(host: String, isGiven: Bool) throws {
        let environment = [
            "DATABASE_URL": "postgresql://postgres@\(host)/x", "SUPABASE_DB_PASSWORD": "s3cret",
        ]
        #expect(try database(environment).hasPassword == isGiven)
    }

    @Test func aPasswordOfItsOwnFillsThePlaceholderOrTheGap() throws {
        for url in [
            "postgresql://postgres:[YOUR-PASSWORD]@db.r.supabase.co/x",
            "postgresql://postgres@db.r.supabase.co/x",
        ] {
            let environment = ["DATABASE_URL": url, "SUPABASE_DB_PASSWORD": "p@ss/w:rd %"]
            let given = try ConnectionSettings(
                "postgresql://postgres:p%40ss%2Fw%3Ard%20%25@db.r.supabase.co/x")
            #expect(try database(environment) == given)
        }
        let own = ["DATABASE_URL": "postgresql://postgres:own@h/postgres", "SUPABASE_DB_PASSWORD": "other"]
        #expect(try database(own) == ConnectionSettings("postgresql://postgres:own@h/postgres"))
        // Another's host could ask for it in plain text.
        let elsewhere = [
            "DATABASE_URL": "postgresql://postgres@evil.example/x", "SUPABASE_DB_PASSWORD": "other",
        ]
        #expect(try database(elsewhere).hasPassword == false)
    }

    @Test func variablesOfADotEnvReachLibpqToo() throws {
        let settings = try database(
            [:], dotEnv: "PGHOST=h\nPGUSER=u\nPGPASSWORD='it''s'\nPGSSLMODE=require\n")
        #expect(
            settings.host == "h" && settings.user == "u" && settings.sslMode == "require"
                && settings.hasPassword)
    }

    @Test(
        "the strongest key of the known names is taken",
        arguments: [
            (
                ["SUPABASE_SECRET_KEY": "sb_secret_1", "SUPABASE_SERVICE_ROLE_KEY": "sb_secret_2"],
                "SUPABASE_SECRET_KEY"
            ),
            (
                ["SUPABASE_SECRET_KEYS": #"{"default":"sb_secret_1"}"#, "SUPABASE_ANON_KEY": token],
                "SUPABASE_SECRET_KEYS"
            ),
            (["SUPABASE_SERVICE_ROLE_KEY": token, "SUPABASE_ANON_KEY": token], "SUPABASE_SERVICE_ROLE_KEY"),
            (["SERVICE_ROLE_KEY": token, "SUPABASE_ANON_KEY": token], "SERVICE_ROLE_KEY"),
            (["SUPABASE_ANON_KEY": token, "SUPABASE_SERVICE_ROLE_KEY": ""], "SUPABASE_ANON_KEY"),
            (["SUPABASE_PUBLISHABLE_KEY": "sb_publishable_1"], "SUPABASE_PUBLISHABLE_KEY"),
            (["NEXT_PUBLIC_SUPABASE_ANON_KEY": token], "NEXT_PUBLIC_SUPABASE_ANON_KEY"),
        ] as [([String: String], String)])
    func keys(_ environment: [String: String], _ origin: String) throws {
        let all = environment.merging(["SUPABASE_URL": "https://ref.supabase.co"]) { own, _ in own }
        let storage = try #require(try project("source: supabase-rest", all).storage)
        #expect(storage.url == "https://ref.supabase.co")
        let key = try #require(storage.key)
        #expect("\(key)".hasSuffix("(\(origin))"), "\(key)")
    }

    @Test func anotherProgramsSecretIsNoKeyOfOurs() throws {
        // Django's setting of that name, say.
        let environment = ["SECRET_KEY": "django-insecure-x", "SUPABASE_URL": "https://ref.supabase.co"]
        #expect(try project("source: supabase", environment).storage?.key == nil)
    }

    @Test func theEnvironmentsKeyGoesToTheEnvironmentsProjectAlone() throws {
        let environment = ["SUPABASE_URL": "https://ref.supabase.co", "SUPABASE_SECRET_KEY": "sb_secret_1"]
        let other = "source: supabase, storage: { url: 'https://other.example.com' }"
        #expect(try project(other, environment).storage?.key == nil)
        // The control: the same project, written otherwise.
        let same = "source: supabase, storage: { url: 'https://REF.supabase.co/' }"
        #expect(try project(same, environment).storage?.key != nil)
        let own = "source: supabase, storage: { url: 'https://other.example.com', key: sb_secret_2 }"
        #expect(
            try project(own, environment).storage?.key.map { "\($0)" }?.contains("pull.storage.key") == true)
    }

    @Test func theRESTDoorNeedsAnAddressAndAKey() throws {
        let scene = try SettingsScene([:])
        #expect(
            try scene.problems("pull: { source: supabase-rest }").map(\.message) == [
                "pull.storage.url is missing"
            ])
        let keyless = "pull: { source: supabase-rest, storage: { url: 'https://ref.supabase.co' } }"
        #expect(try scene.problems(keyless).map(\.message) == ["pull.storage.key is missing"])
    }

    @Test func s3IsReadFromTheCLIsNames() throws {
        let environment = [
            "STORAGE_S3_URL": "http://127.0.0.1:54321/storage/v1/s3", "S3_PROTOCOL_ACCESS_KEY_ID": "id",
            "S3_PROTOCOL_ACCESS_KEY_SECRET": "secret", "S3_PROTOCOL_REGION": "local",
        ]
        let pull = "source: supabase, storage: { url: 'http://127.0.0.1:54321', protocol: s3 }"
        let s3 = try #require(try project(pull, environment).storage?.s3)
        #expect(s3.endpoint == "http://127.0.0.1:54321/storage/v1/s3")
        #expect(
            s3.signature == RequestSignature(accessKeyID: "id", secretAccessKey: "secret", region: "local"))
        let other = "source: supabase, storage: { url: 'https://b.example.com', protocol: s3 }"
        let own = environment.merging(["SUPABASE_URL": "http://127.0.0.1:54321"]) { $1 }
        #expect(try SettingsScene(own).problems("pull: { \(other) }")[0].message.contains("access_key_id"))
        let scene = try SettingsScene([:])
        #expect(try scene.problems("pull: { \(pull) }")[0].message.contains("access_key_id"))
    }

    @Test(
        "where the file is silent and a variable that would speak is empty, that is told",
        arguments: [
            ("source: supabase", ["DATABASE_URL": ""], ["DATABASE_URL"]),
            ("source: supabase", ["PGHOST": " ", "PGUSER": "u"], ["PGHOST"]),
            (
                "source: supabase", ["DATABASE_URL": "", "SUPABASE_URL": ""],
                ["DATABASE_URL", "SUPABASE_URL"]
            ),
            ("source: supabase, database: 'host=h'", ["SUPABASE_URL": ""], ["SUPABASE_URL"]),
            (
                "source: supabase-rest", ["SUPABASE_URL": "", "SUPABASE_SECRET_KEY": "sb_secret_1"],
                ["SUPABASE_URL"]
            ),
            (
                "source: supabase-rest",
                ["SUPABASE_URL": "https://r.supabase.co", "SUPABASE_SECRET_KEY": ""],
                ["SUPABASE_SECRET_KEY"]
            ),
            (
                "source: supabase-rest, storage: { url: 'https://r.supabase.co', key: '${K:-}' }",
                ["SUPABASE_SERVICE_ROLE_KEY": ""], ["SUPABASE_SERVICE_ROLE_KEY"]
            ),
            (
                "source: supabase, database: 'postgresql://postgres@db.r.supabase.co/x'",
                ["SUPABASE_DB_PASSWORD": ""], ["SUPABASE_DB_PASSWORD"]
            ),
            (
                "source: supabase, database: 'postgresql://p:[YOUR-PASSWORD]@h/x'",
                ["SUPABASE_DB_PASSWORD": ""], ["SUPABASE_DB_PASSWORD"]
            ),
            (
                "source: supabase, database: 'host=h', storage: { url: 'https://r.supabase.co', protocol: s3 }",
                ["S3_PROTOCOL_ACCESS_KEY_ID": "", "S3_PROTOCOL_ACCESS_KEY_SECRET": "x"],
                ["S3_PROTOCOL_ACCESS_KEY_ID"]
            ),
        ] as [(String, [String: String], [String])])
    func empty(_ pull: String, _ environment: [String: String], _ names: [String]) throws {
        let problems = try SettingsScene(environment).problems("pull: { \(pull) }")
        #expect(problems.count == names.count, "\(problems)")
        for name in names {
            #expect(
                problems.contains { $0.message.contains("\(name) is set but empty") }, "\(name): \(problems)")
        }
    }

    @Test(
        "an empty one that is not needed, or is meant, is none",
        arguments: [
            ("source: supabase", ["DATABASE_URL": "host=h", "POSTGRES_URL": "", "SUPABASE_SECRET_KEY": ""]),
            ("source: supabase, database: 'host=h', storage: { url: '${U:-}' }", ["SUPABASE_URL": ""]),
            ("source: supabase, database: 'host=127.0.0.1'", ["SUPABASE_DB_PASSWORD": "", "PGPASSWORD": ""]),
            ("source: folder, path: p", ["DATABASE_URL": "", "SUPABASE_URL": ""]),
        ] as [(String, [String: String])])
    func unneeded(_ pull: String, _ environment: [String: String]) throws {
        _ = try SettingsScene(environment).read("pull: { \(pull) }")
    }
}
