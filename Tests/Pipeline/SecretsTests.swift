import Pipeline
import TestKit
import Testing

@Suite("Secrets stay out of every error")
struct SecretsTests {
    private static let canary = "Zq7canary9"
    private static let url = "postgresql://reader:\(canary)@db.example.com/postgres"

    /// Secrets as they should stand, and something else that is wrong.
    private static func sound(_ more: String) -> String {
        """
        pull:
          source: supabase
          database: \(url)
          storage: { url: "https://ref.supabase.co", key: \(canary) }
        train:
          endpoint: https://trainer.example.com
          token: \(canary)
        \(more)
        """
    }

    @Test(
        "files",
        arguments: [
            sound("prepare: { resolution: 1 }"), sound("  network_dim: 0"), sound("exta: 1"), sound("x: ["),
            sound("  token: \(canary)"), sound("\ttoken: \(canary)"), sound("  \(canary)"),
            sound("*\(canary)"),
            "pull: { source: supabase, databse: \"\(url)\" }",
            "pull: { source: supabase, database: [\"\(url)\"] }",
            "pull: { source: supabase, database: { a: \"\(url)\" } }",
            "pull: { source: supabase, database:\(url) }",
            "pull: { source: supabase, database \(url): 1 }",
            "pull: \"\(url)\"", "\"\(url)\"", "pull:\n  database:\(url)",
            "pull: { source: \"folder\" }\ntrain: { token:\(canary), tokn: \(canary) }",
            "pull: { source: supabase, storage: { key: [\(canary)], kee: \(canary) } }",
            "pull: { source: supabase, storage: \(canary) }",
            "pull: { source: supabase, database: \"mysql://reader:\(canary)@h/d\" }",
            "pull: { source: supabase, database: \"postgresql://reader:\(canary)%zz@h/d\" }",
            "pull: { source: supabase, database: \"postgresql://reader:\(canary)/x@h/d\" }",
            "pull: { source: supabase, database: \"postgresql://reader:\(canary)@h:port/d\" }",
            "pull: { source: supabase, database: \"host=h password='\(canary)\" }",
            "pull: { source: supabase, database: \"host=h \(canary)\" }",
            "pull: { source: supabase, database: \"postgresql://reader:\(canary)@${NO}/d\" }",
            "pull: { source: folder, path: p }\ntrain: { endpoint: \"https://u:\(canary)@h\" }",
            "pull: { source: folder, path: p }\ntrain: { endpoint: \"https://h/?key=\(canary)\" }",
            "pull: { source: folder, path: p }\ntrain: { token: \(canary), token: \(canary) }",
            "pull: { source: folder, path: p }\ntrain: { token: \"\(canary) }",
            "pull: { source: folder, path: p }\ntrain: { token: \(canary): x }",
            "pull: { source: folder, path: p }\ntrain: { token: &\(canary) }\nx: 1",
        ])
    func files(text: String) throws {
        let problems = try SettingsScene().problems(text, for: .train)
        #expect(!"\(SettingsError(problems))".contains(Self.canary), "\(problems)")
    }

    @Test("the control: what is no secret is shown")
    func control() throws {
        let problems = try SettingsScene().problems(Self.sound("prepare: { format: \(Self.canary) }"))
        #expect("\(problems)".contains(Self.canary))
    }

    @Test("out of the environment, a .env and the command line")
    func elsewhere() throws {
        let file =
            "pull: { source: supabase, database: \"${DB}\" }\ntrain: { token: \"${T}\", endpoint: \"${E}\" }"
        let inside = try SettingsScene([
            "DB": "postgresql://u:\(Self.canary)@h:x/d", "T": Self.canary, "E": "https://u:\(Self.canary)@h",
        ]).problems(file, for: .train)
        #expect(inside.count == 2)
        let dotEnv = try SettingsScene(
            dotEnv: "DATABASE_URL \(Self.url)\nexport \(Self.canary)\n\(Self.canary)"
        ).problems(SettingsScene.folder)
        #expect(dotEnv.count == 3)
        let set = try SettingsScene().problems(
            SettingsScene.folder,
            set: [
                "train.tokn=\(Self.canary)", "train.token:\(Self.canary)", "pull.database \(Self.url)?a=b",
                "\(Self.url)&x=1", "train.endpoint=https://u:\(Self.canary)@h",
            ])
        #expect(set.count == 5)
        for problems in [inside, dotEnv, set] {
            #expect(!"\(SettingsError(problems)) \(problems)".contains(Self.canary), "\(problems)")
        }
    }
}
