import Dataset
import MusubiAPI
import Pipeline
import TestKit
import Testing
import Train

@Suite("--set")
struct OverridesTests {
    private static let text =
        "pull: { source: folder, path: pictures, trigger: hrbr }\n"
            + """
            check:
              rules: { image-too-small: note, image-duplicate: off }
            prepare: { resolution: 512 }
            train: { network_dim: 8, output_name: file }
            """

    @Test("goes over the file, the last one over the others, and takes variables")
    func overrides() throws {
        let file = try SettingsScene(["DIM": "64"]).read(
            Self.text,
            set: [
                "prepare.resolution=768", "prepare.resolution=1024", "train.network_dim=${DIM}",
                "train.output_name=a=b", "name=other", "pull.trigger=",
                "train.endpoint=http://127.0.0.1:1",
            ])
        #expect(file.recipe.resolution == .r1024)
        #expect(file.training.networkDim == 64)
        #expect(file.training.outputName == "a=b")
        #expect(file.name == "other")
        #expect(file.trigger == nil)
        #expect(file.endpoint?.url == "http://127.0.0.1:1")
    }

    @Test("one rule, beside or in place of the file's")
    func rules() throws {
        let scene = try SettingsScene()
        func rules(_ body: String, _ overrides: String...) throws -> PipelineFile {
            try scene.read(SettingsScene.folder + body, set: overrides)
        }
        let expected = try rules("check: { rules: { image-too-small: error, image-duplicate: off } }").rules
        let given = "check: { rules: { image-too-small: off, image-duplicate: off } }"
        #expect(try rules(given, "check.rules.image-too-small=error").rules == expected)
        #expect(try rules(given).rules != expected)
        let both = ["check.rules.image-duplicate=off", "check.rules.image-too-small=error"]
        #expect(try rules("", both[0], both[1]).rules == expected)
        #expect(try rules("check: { rules: }", both[0], both[1]).rules == expected)
    }

    @Test("a problem of an override names it, and the file's own keep their lines")
    func places() throws {
        let problems = try SettingsScene().problems(
            SettingsScene.folder + "check:\n  rules:\n    image-to-small: note\n",
            set: [
                "check.rules.image-duplicat=off", "prepare.resolution=3", "trian.seed=1", "train.seed",
                "train=1",
                "check.rules.image-missing=off",
            ])
        func one(_ text: String) -> Problem? { problems.first { $0.message.contains(text) } }
        #expect(problems.count == 7, "\(problems)")
        #expect(one("image-to-small")?.line == 4)
        #expect(one("image-to-small")?.place.hasSuffix("/pipeline.yaml") == true)
        #expect(one("image-duplicat\"")?.place == "--set check.rules.image-duplicat")
        #expect(one("image-duplicat\"")?.line == nil)
        #expect(one("image-duplicat\"")?.hint == "did you mean image-duplicate?")
        #expect(one("prepare.resolution")?.place == "--set prepare.resolution")
        #expect(one("unknown key trian.seed")?.hint == "did you mean train.seed?")
        #expect(one("has no value")?.place == "--set train.seed")
        #expect(one("train is a section")?.hint.contains("train.") == true)
        #expect(one("image-missing")?.place == "--set check.rules.image-missing")
        #expect(one("image-missing")?.hint.contains("did you mean") == false)
    }

    @Test("mends what is wrong in the file")
    func mends() throws {
        let text = "pull: { source: fodler, path: p }\nprepare: { resolution: 1 }"
        let scene = try SettingsScene()
        #expect(try scene.problems(text).count == 2)
        #expect(throws: Never.self) {
            try scene.read(text, set: ["pull.source=folder", "prepare.resolution=512"])
        }
    }
}
