import Foundation
import Pipeline
import TestKit
import Testing

@Suite("Pipeline files: what is wrong is told, all at once, with lines")
struct ProblemsTests {
    @Test("every problem of a file in one error")
    func allAtOnce() throws {
        let problems = try SettingsScene().problems(
            """
            version: 2
            name: "not a name"
            pull:
              source: folders
              dataste: Harbour
            check:
              rules:
                image-duplicate: off
                image-to-small: warning
                caption-empty: loud
            prepare:
              resolution: 1000
              qualty: 80
            train:
              network_dim: 257
              seed: 1.5
            extra: 1
            """, for: .train)
        let lines = Dictionary(grouping: problems, by: \.line).mapValues { $0.map(\.message).joined() }
        #expect(lines[1]?.contains("version is \"2\"") == true)
        #expect(lines[2]?.contains("not a name") == true)
        #expect(lines[4]?.contains("pull.source is \"folders\"") == true)
        #expect(lines[5]?.contains("unknown key pull.dataste") == true)
        #expect(lines[9]?.contains("image-to-small") == true)
        #expect(lines[10]?.contains("loud") == true)
        #expect(lines[12]?.contains("prepare.resolution is \"1000\"") == true)
        #expect(lines[13]?.contains("unknown key prepare.qualty") == true)
        #expect(lines[15]?.contains("train.network_dim is \"257\"") == true)
        #expect(lines[16]?.contains("train.seed is \"1.5\"") == true)
        #expect(lines[17]?.contains("unknown key extra") == true)
        #expect(lines[Int?.none] == "train.endpoint is missing")
        #expect(problems.count == 12, "\(problems)")
        func hint(_ line: Int) -> String { problems.first { $0.line == line }?.hint ?? "" }
        #expect(hint(4).contains("did you mean folder?"))
        #expect(hint(5) == "did you mean pull.dataset?")
        #expect(hint(9) == "did you mean image-too-small?")
        #expect(hint(13) == "did you mean prepare.quality?")
        #expect(!hint(17).contains("did you mean"))
        #expect(problems.allSatisfy { $0.line == nil || $0.place.hasSuffix("/pipeline.yaml") })
    }

    @Test(
        "ranges, from both sides of each end",
        arguments: [
            ("train.network_dim", ["1", "256"], ["0", "257", "16.0", "many", "1e2"]),
            ("train.network_alpha", ["0.1", "10", "1"], ["0.09", "10.01", "nan", "inf", "-1"]),
            ("train.learning_rate", ["0.00001", "0.001", "1e-4"], ["0.000009", "0.0011", "0"]),
            ("train.max_train_epochs", ["1", "100"], ["0", "101"]),
            ("train.max_train_steps", ["1", "9223372036854775807"], ["0", "-1", "9223372036854775808"]),
            ("train.seed", ["-9223372036854775808", "9223372036854775807"], ["9223372036854775808", "0.5"]),
            ("prepare.resolution", ["512", "768", "1024"], ["513", "2048", "1024.0", "0"]),
            ("prepare.quality", ["1", "100"], ["0", "101"]),
            ("prepare.compression", ["0", "9"], ["-1", "10"]),
            ("prepare.format", ["png", "jpeg", "webp"], ["jpg", "PNG", "gif"]),
            ("prepare.background", ["#ffffff", "#00FF7f"], ["white", "#fff", "#gggggg", "ffffff"]),
            ("train.output_name", ["harbour_v1", "Hafen Süd"], ["con", "a/b", "a:b", "ends.", "NUL.x"]),
            ("train.dialect", ["plain", "wrapper"], ["Plain", "both"]),
            ("check.on_error", ["stop", "skip"], ["ignore"]),
            ("version", ["1"], ["2", "0"]),
        ])
    func ranges(path: String, right: [String], wrong: [String]) throws {
        let scene = try SettingsScene()
        for value in right {
            #expect(throws: Never.self) { try scene.read(Self.file(path, value)) }
        }
        for value in wrong {
            let problems = try scene.problems(Self.file(path, value))
            #expect(problems.map { $0.message.hasPrefix(path) } == [true], "\(value): \(problems)")
            #expect(problems.first?.line != nil)
        }
    }

    private static func file(_ path: String, _ value: String) -> String {
        let parts = path.split(separator: ".")
        let line = "\"\(value)\""
        return SettingsScene.folder
            + (parts.count == 1 ? "\(parts[0]): \(line)\n" : "\(parts[0]):\n  \(parts[1]): \(line)\n")
    }

    @Test(
        "wrong types",
        arguments: [
            ("train: { network_dim: [1] }", "train.network_dim must be a single value"),
            ("train: { seed: { a: 1 } }", "train.seed must be a single value"),
            ("train: 5", "train must be a mapping"),
            ("check: [a]", "check must be a mapping"),
            ("check: { rules: off }", "check.rules must be a mapping"),
            ("check: { rules: { image-too-small: [off] } }", "check.rules.image-too-small must be off"),
            ("check: { rules: { [image-too-small]: off } }", "check.rules.? must be off"),
            ("check: { rules: { image-missing: off } }", "image-missing can't be off"),
            ("prepare.resolution: 512\nprepare: { resolution: 768 }", "prepare.resolution stands twice"),
            ("train: { seed: 1 }\ntrain: { seed: 2 }", "train stands twice"),
            ("name: \"a", "is not YAML"), ("name: a\n\tb: c", "is not YAML"), ("name: *a", "is not YAML"),
        ])
    func types(more: String, message: String) throws {
        let problems = try SettingsScene().problems(SettingsScene.folder + more)
        #expect(problems.contains { $0.message.contains(message) && ($0.line ?? 0) >= 2 }, "\(problems)")
    }

    @Test(
        "a source that is not there is named, however it is not there",
        arguments: [
            ("", "is missing"), ("null", "is missing"), ("\"\"", "is empty"),
            ("\"${NO:-}\"", "is empty: ${NO:-} gives nothing"),
        ])
    func missingSource(value: String, what: String) throws {
        let scene = try SettingsScene()
        let source = try scene.problems("pull: { source: \(value) }")
        #expect(source.map(\.message) == ["pull.source \(what)"])
        let path = try scene.problems("pull: { source: folder, path: \(value) }")
        #expect(path.map(\.message) == ["pull.path \(what)"])
        let endpoint = SettingsScene.folder + "train: { endpoint: \(value) }"
        #expect(try scene.problems(endpoint, for: .train).map(\.message) == ["train.endpoint \(what)"])
        #expect(try scene.read(endpoint).endpoint == nil)
    }

    @Test(
        "files that are no pipeline",
        arguments: ["", "# only a comment\n", "- a\n- b\n", "just words", "a: 1\n---\nb: 2", "a: ["])
    func noPipeline(text: String) throws {
        let problems = try SettingsScene().problems(text)
        #expect(problems.map { $0.place.hasSuffix("/pipeline.yaml") } == [true], "\(problems)")
        let gone = #expect(throws: SettingsError.self) {
            try PipelineFile(at: "/nowhere/pipeline.yaml", for: .check, environment: [:])
        }
        #expect(gone?.problems.first?.message == "can't be read")
    }

    @Test("a pipe, a device and a file without end are not waited for")
    func odd() throws {
        let directory = try TemporaryDirectory("settings")
        func message(_ path: String) -> String? {
            let error = #expect(throws: SettingsError.self) {
                try PipelineFile(at: path, for: .check, environment: [:])
            }
            return error?.problems.first.map { $0.message }
        }
        let pipe = directory.path("pipe.yaml")
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(message(pipe) == "is no regular file")
        #expect(message("/dev/zero") == "is no regular file")
        let large = try directory.write([], "large.yaml")
        #expect(truncate(large, (1 << 20) + 1) == 0)
        #expect(message(large) == "is above the limit of 1 MiB")
        #expect(
            message(try directory.write([0x6E, 0xE9], "latin.yaml")) == "can't be read as UTF-8 text")
        // The control: the same settings in a plain file, behind a byte order mark; then a pipe beside it.
        let plain = try directory.write("\u{FEFF}" + SettingsScene.folder, "plain.yaml")
        #expect(try PipelineFile(at: plain, for: .check, environment: [:]).name == "plain")
        #expect(mkfifo(directory.path(".env"), 0o600) == 0)
        #expect(message(plain) == "is no regular file")
    }

    @Test("strangers' control characters do not reach the terminal")
    func controls() throws {
        let hostile = "a\u{1B}[2J\u{202E}b:c"
        let scene = try SettingsScene()
        for key in ["name", "train.output_name", "prepare.format", "train.seed", "prepare.background"] {
            let description =
                "\(SettingsError(try scene.problems(SettingsScene.folder, set: ["\(key)=\(hostile)"])))"
            #expect(description.contains("[2J"))
            #expect(!description.contains("\u{1B}") && !description.contains("\u{202E}"), "\(key)")
        }
    }
}
