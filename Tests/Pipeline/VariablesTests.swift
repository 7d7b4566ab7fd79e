import Dataset
import Pipeline
import Postgres
import Pull
import TestKit
import Testing

@Suite("Variables and .env")
struct VariablesTests {
    private func trigger(_ value: String, _ scene: SettingsScene) throws -> String? {
        try scene.read("pull: { source: folder, path: p, trigger: \"\(value)\" }").trigger
    }

    @Test(
        arguments: [
            ("${A}", "one"), ("x${A}y${B}z", "xoneytwoz"), ("${NO:-three}", "three"), ("${A:-three}", "one"),
            ("${EMPTY:-three}", "three"), ("${NO:-}", nil), ("${EMPTY:-}", nil), ("$A", "$A"),
            ("${1A}", "${1A}"),
            ("${A", "${A"), ("${NO:-a:-b}", "a:-b"), ("${NESTED}", "${A}"), ("$${A}", "$one"),
        ] as [(String, String?)])
    func expansion(text: String, value: String?) throws {
        let scene = try SettingsScene(["A": "one", "B": "two", "EMPTY": "", "NESTED": "${A}"])
        #expect(try trigger(text, scene) == value)
    }

    @Test(
        "lines of a .env",
        arguments: [
            ("T=one", "one"), ("export T=one", "one"), ("  export  T = one  ", "one"),
            ("T=\"one two\"", "one two"),
            ("T='one # two'", "one # two"), ("T=\"one\" # comment", "one"), ("T=one # comment", "one"),
            ("T=pa#ss", "pa#ss"), ("# T=no\n\nT=one\n", "one"), ("T=a=b", "a=b"),
            ("T=one\r\nU=two\r\n", "one"),
            ("T=one\nT=two", "two"), ("T=", nil), ("T=${U}\nU=x", "${U}"), ("T='it", "'it"),
        ] as [(String, String?)])
    func dotEnv(text: String, value: String?) throws {
        #expect(try trigger("${T:-}", SettingsScene(dotEnv: text)) == value)
    }

    @Test("the environment wins over .env, even where it is empty")
    func environmentWins() throws {
        #expect(try trigger("${T}", SettingsScene(["T": "mine"], dotEnv: "T=file")) == "mine")
        #expect(try trigger("${T:-none}", SettingsScene(["T": ""], dotEnv: "T=file")) == "none")
        #expect(try trigger("${T}", SettingsScene(["U": "mine"], dotEnv: "T=file")) == "file")
    }

    @Test("lines that are no assignment are told, all of them")
    func badDotEnv() throws {
        let problems = try SettingsScene(dotEnv: "A=1\nnonsense\n2B=x\n=y\n").problems(SettingsScene.folder)
        #expect(problems.map(\.line) == [2, 3, 4])
        #expect(problems.allSatisfy { $0.place.hasSuffix("/.env") })
    }

    @Test("what only a later command needs may be missing for check, and not for train")
    func later() throws {
        let scene = try SettingsScene()
        let text = SettingsScene.folder + "train: { endpoint: \"${URL}\", token: \"a${TOKEN}b${OTHER}\" }"
        #expect(try scene.read(text, for: .check).endpoint == nil)
        #expect(try scene.read(text, for: .export).endpoint == nil)
        let problems = try scene.problems(text, for: .train)
        #expect(problems.count == 2)
        #expect(
            problems.contains { $0.message == "train.endpoint needs URL, which is not set" && $0.line == 2 })
        #expect(problems.contains { $0.message.contains("train.token needs TOKEN, OTHER") })
    }

    @Test(
        "what check itself needs may not be missing",
        arguments: [
            "pull: { source: \"${NO}\" }", "pull: { source: folder, path: \"x/${NO}\" }",
            "pull: { source: supabase, database: \"${NO}\" }",
            "pull: { source: supabase, allow_hosts: [\"https://${NO}\"] }",
            "pull: { source: folder, path: p }\ncheck: { rules: { image-too-small: \"${NO}\" } }",
        ])
    func now(text: String) throws {
        let problems = try SettingsScene().problems(text)
        #expect(problems.count == 1)
        #expect(problems.first?.message.contains("needs NO, which is not set") == true)
    }

    @Test("one that is set but empty is as good as none, and told as what it is; by :- it is meant")
    func empty() throws {
        let scene = try SettingsScene(["E": "", "F": ""])
        let text = SettingsScene.folder + "train:\n  endpoint: \"${E}\"\n  token: \"a${NO}${F}\"\n"
        let problems = try scene.problems(text, for: .train)
        #expect(problems.compactMap(\.line).sorted() == [3, 4, 4])
        #expect(problems.map(\.message).filter { $0.contains("set but empty (a CI secret") }.count == 2)
        let endpoint = problems.first { $0.message.contains("train.endpoint needs E") }
        #expect(endpoint?.hint.contains("${E:-}") == true)
        #expect(try scene.read(text, for: .check).endpoint == nil)
        let meant = SettingsScene.folder + "train:\n  endpoint: \"${E:-}\"\n  token: \"${F:-}\"\n"
        let missing = try scene.problems(meant, for: .train)
        #expect(missing.map(\.message) == ["train.endpoint is empty: ${E:-} gives nothing"])
        #expect(missing.map(\.line) == [3])
        let override = try scene.problems(text, for: .train, set: ["train.endpoint="])
        #expect(override.contains { $0.message == "train.endpoint is empty" })
        let none = try scene.problems(SettingsScene.folder, for: .train)
        #expect(none.map(\.message) == ["train.endpoint is missing"])
        #expect(none.first?.place.hasSuffix("pipeline.yaml") == true)
    }

    @Test("a rule may be weighed by a variable")
    func rules() throws {
        let text = SettingsScene.folder + "check: { rules: { image-too-small: \"${WEIGHT:-note}\" } }"
        let plain = SettingsScene.folder + "check: { rules: { image-too-small: note } }"
        let scene = try SettingsScene()
        #expect(try scene.read(text).rules == scene.read(plain).rules)
        #expect(try SettingsScene(["WEIGHT": "error"]).read(text).rules != scene.read(plain).rules)
        let problems = try SettingsScene(["WEIGHT": "loud"]).problems(text)
        #expect(problems.map(\.line) == [2])
    }

    @Test("a value is a value: it can't bring in YAML")
    func injection() throws {
        let evil = "x\nprepare: { resolution: 512 }\n\"}, # "
        let scene = try SettingsScene(["EVIL": evil])
        let file = try scene.read("pull: { source: folder, path: p, trigger: \"${EVIL}\" }")
        #expect(file.trigger == evil)
        #expect(file.recipe.resolution == .r1024)
        let key = try SettingsScene(["EVIL": "resolution"]).problems(
            SettingsScene.folder + "prepare: { \"${EVIL}\": 512 }")
        #expect(key.count == 1)
    }

    @Test("without a database or storage in the file, the usual variables are used, .env among them")
    func usualNames() throws {
        let text = "pull: { source: supabase, dataset: d }"
        let dotEnv = "DATABASE_URL=postgresql://db.example.com/x\nSUPABASE_URL=https://ref.supabase.co"
        for scene in [
            try SettingsScene(dotEnv: dotEnv),
            try SettingsScene([
                "DATABASE_URL": "postgresql://db.example.com/x", "SUPABASE_URL": "https://ref.supabase.co",
            ]),
        ] {
            guard case .supabase(let source) = try scene.read(text).source,
                case .database(let connection) = source.kind
            else {
                Issue.record("another source")
                continue
            }
            #expect(connection.host == "db.example.com")
            #expect(source.storage?.url == "https://ref.supabase.co")
        }
    }
}
