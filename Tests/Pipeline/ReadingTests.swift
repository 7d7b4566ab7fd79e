import Dataset
import Foundation
import MusubiAPI
import Pipeline
import Postgres
import Pull
import TestKit
import Testing
import Train

@Suite("Pipeline files: what is read")
struct ReadingTests {
    private static let full = """
        version: 1
        name: harbour
        pull:
          source: supabase
          database: postgresql://reader@db.example.com:6543/postgres
          dataset: Harbour
          storage: { url: "https://ref.supabase.co", key: k, bucket: pictures }
          allow_hosts: [https://a.example.com, https://b.example.com]
          tables: { data: rows, data_caption: text, data_focus: middle }
        check:
          rules: { image-too-small: warning, image-duplicate: off }
          on_error: skip
        prepare: { resolution: 768, format: webp, quality: 80, background: "#102030" }
        train:
          endpoint: https://trainer.example.com/api/
          dialect: wrapper
          output_name: harbour_v1
          network_dim: 32
          network_alpha: 0.5
          learning_rate: 1e-4
          max_train_epochs: 3
          max_train_steps: 900
          seed: -9223372036854775808
        """

    private static let json = """
        {"version": 1, "name": "harbour",
         "pull": {"source": "supabase", "database": "postgresql://reader@db.example.com:6543/postgres",
                  "dataset": "Harbour",
                  "storage": {"url": "https://ref.supabase.co", "key": "k", "bucket": "pictures"},
                  "allow_hosts": ["https://a.example.com", "https://b.example.com"],
                  "tables": {"data": "rows", "data_caption": "text", "data_focus": "middle"}},
         "check": {"rules": {"image-too-small": "warning", "image-duplicate": false}, "on_error": "skip"},
         "prepare": {"resolution": 768, "format": "webp", "quality": 80, "background": "#102030"},
         "train": {"endpoint": "https://trainer.example.com/api/", "dialect": "wrapper",
                   "output_name": "harbour_v1", "network_dim": 32, "network_alpha": 0.5, "learning_rate": 0.0001,
                   "max_train_epochs": 3, "max_train_steps": 900, "seed": -9223372036854775808}}
        """

    @Test("every section, in YAML and in JSON", arguments: [full, json])
    func everything(text: String) throws {
        let file = try SettingsScene().read(text, for: .train)
        #expect(file.name == "harbour")
        guard case .supabase(let source) = file.source else {
            Issue.record("another source")
            return
        }
        guard case .database(let connection) = source.kind else {
            Issue.record("another source")
            return
        }
        #expect(connection.host == "db.example.com")
        #expect(source.dataset == "Harbour")
        #expect(source.storage?.url == "https://ref.supabase.co")
        #expect(source.storage?.key == ProjectKey("k"))
        #expect(source.storage?.bucket == "pictures")
        #expect(source.allowedOrigins == ["https://a.example.com", "https://b.example.com"])
        #expect(source.tables.data == "rows")
        #expect(source.tables.dataCaption == "text")
        #expect(source.tables.dataImageName == "image_name" && source.tables.dataFocus == "middle")
        #expect(file.skipsErrors)
        let sameRules = try SettingsScene().read(
            SettingsScene.folder + "check: {rules: {image-duplicate: off, image-too-small: warning}}")
        #expect(file.rules == sameRules.rules)
        #expect(file.recipe.resolution == .r768)
        #expect(file.recipe.format == .webp)
        #expect(file.recipe.quality == 80)
        #expect(file.recipe.background.hex == "#102030")
        #expect(file.endpoint?.url == "https://trainer.example.com/api")
        #expect(file.endpoint?.dialect == .wrapper)
        var training = TrainingParameters(outputName: "harbour_v1", resolution: .r768)
        training.networkDim = 32
        training.networkAlpha = 0.5
        training.learningRate = 0.0001
        training.maxTrainEpochs = 3
        training.maxTrainSteps = 900
        training.seed = .min
        #expect(file.training == training)
    }

    @Test(
        "what is left out, null or empty takes the contract's defaults",
        arguments: ["", "train:\nprepare: {}\n"])
    func defaults(more: String) throws {
        var scene = try SettingsScene()
        scene.name = "spring.harbour.yaml"
        let file = try scene.read(SettingsScene.folder + more)
        #expect(file.name == "spring_harbour")
        #expect(file.training == TrainingParameters(outputName: "spring_harbour", resolution: .r1024))
        #expect(file.recipe == Recipe())
        #expect(file.endpoint == nil)
        #expect(!file.skipsErrors)
        #expect(file.trigger == nil)
    }

    @Test("how pictures are cropped, fitted and enlarged")
    func preparing() throws {
        func read(_ prepare: String) throws -> PipelineFile {
            try SettingsScene().read(SettingsScene.folder + "prepare: { \(prepare) }")
        }
        let file = try read("fit: bucket, gravity: attention, upscale: 1.5")
        #expect(file.recipe == Recipe(fit: .bucket, gravity: .attention) && file.upscalePolicy == .limit(1.5))
        #expect(try read("upscale: allow").upscalePolicy == .allow)
        #expect(
            try read("upscale: refuse").upscalePolicy == .refuse && read("fit: crop").upscalePolicy == .refuse
        )
        for wrong in ["upscale: yes please", "upscale: 0.5", "upscale: 65", "upscale: nan"] {
            let error = #expect(throws: SettingsError.self) { try read(wrong) }
            #expect(error?.problems.map(\.hint) == ["it takes refuse, allow, or a number from 1 to 64"])
        }
    }

    @Test("a folder is relative to the pipeline file")
    func folder() throws {
        let scene = try SettingsScene()
        let file = try scene.read("pull: { source: folder, path: ../x/./pictures, trigger: hrbr }")
        guard case .folder(let source) = file.source else {
            Issue.record("another source")
            return
        }
        let beside = URL(fileURLWithPath: scene.directory.path).deletingLastPathComponent().path
        #expect(source.path == beside + "/x/pictures")
        #expect(source.trigger == "hrbr")
    }

    @Test("the files in pipelines/ are right", arguments: ["preflight", "export", "train", "sample"])
    func examples(name: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        let environment = [
            "DATABASE_URL": "postgresql://localhost/x", "SUPABASE_URL": "http://127.0.0.1:9",
            "LORAPIPE_ENDPOINT": "http://127.0.0.1:9",
        ]
        let path = root.appendingPathComponent("pipelines/\(name).yaml").standardizedFileURL.path
        let need: Need = name == "train" || name == "sample" ? .train : .check
        let file = try PipelineFile(at: path, for: need, environment: environment)
        #expect(file.recipe.resolution == .r1024)
        #expect((file.endpoint != nil) == (need == .train))
    }
}
