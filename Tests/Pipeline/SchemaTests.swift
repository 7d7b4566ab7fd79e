import Check
import Dataset
import Testing

@testable import Pipeline

@Suite("The schema of pipeline files")
struct SchemaTests {
    /// Follows a path of keys through `properties`.
    private func find(_ path: String, in schema: JSONValue) -> JSONValue? {
        path.split(separator: ".").reduce(schema as JSONValue?) { $0?["properties"]?[String($1)] }
    }

    @Test("is JSON, and lists every setting with its words")
    func listsEverySetting() throws {
        let schema = try JSONValue(parsing: PipelineSchema.json.text(pretty: true))
        #expect(schema == PipelineSchema.json)
        #expect(schema["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
        #expect(Set(Setting.all.map(\.path)).count == Setting.all.count)
        for setting in Setting.all {
            #expect(
                find(setting.path, in: schema)?["description"]?.string == setting.about, "\(setting.path)")
        }
        for section in Setting.sections + [""] {
            #expect(find(section, in: schema)?["additionalProperties"] == false, "\(section)")
        }
    }

    @Test(
        "holds the contract's keys",
        arguments: [
            "version", "name", "pull.source", "pull.database", "pull.dataset", "pull.storage.url",
            "pull.storage.key", "pull.storage.bucket", "pull.path", "pull.trigger", "check.rules",
            "prepare.resolution", "prepare.fit", "prepare.gravity", "prepare.format", "train.endpoint",
            "train.output_name", "train.network_dim", "train.network_alpha", "train.learning_rate",
            "train.max_train_epochs", "train.max_train_steps", "train.seed",
        ])
    func contract(path: String) {
        #expect(find(path, in: PipelineSchema.json) != nil)
    }

    @Test("ranges and choices are the reader's")
    func ranges() throws {
        let schema = PipelineSchema.json
        let dim = find("train.network_dim", in: schema)?["anyOf"]?.array?.first
        #expect(dim?["minimum"]?.int == 1)
        #expect(dim?["maximum"]?.int == 256)
        let seed = find("train.seed", in: schema)?["anyOf"]?.array?.first
        #expect(seed == .object([.init("type", "integer")]))
        let resolution = find("prepare.resolution", in: schema)?["anyOf"]?.array?.first
        #expect(resolution?["enum"] == .array([512, 768, 1024]))
        let rules = find("check.rules", in: schema)?["properties"]?.members?.map(\.key)
        #expect(rules == Rule.all.map(\.id))
        #expect(rules?.isEmpty == false)
    }

    @Test(
        "every word that it allows for a rule is read",
        arguments: ["off", "false", "note", "warning", "error"])
    func words(word: String) throws {
        let allowed = find("check.rules.image-too-small", in: PipelineSchema.json)?["anyOf"]?.array?.first?[
            "enum"]
        let value: JSONValue = word == "false" ? false : .string(word)
        #expect(allowed?.array?.contains(value) == true)
        let text = JSONValue.object([
            .init("pull", .object([.init("source", "folder"), .init("path", "p")])),
            .init("check", .object([.init("rules", .object([.init("image-too-small", value)]))])),
        ]).text()
        let isDefault =
            try SettingsScene().read(text).rules == SettingsScene().read(SettingsScene.folder).rules
        #expect(!isDefault)
    }
}
