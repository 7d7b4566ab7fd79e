import MusubiAPI
import TestKit
import Testing

@testable import Pipeline

@Suite("matrix: the runs of one pipeline file")
struct MatrixTests {
    private static func text(_ matrix: String, _ train: String = "output_name: v1") -> String {
        """
        name: harbour
        pull: { source: folder, path: pictures }
        train: { endpoint: "http://127.0.0.1:9", \(train) }
        matrix:
        \(matrix)
        """
    }

    private func runs(_ text: String, set overrides: [String] = [], _ environment: [String: String] = [:])
        throws
        -> [PipelineFile]
    {
        let scene = try SettingsScene()
        return try PipelineSettings(
            at: scene.directory.write(text, "p.yaml"), overrides: overrides, environment: environment
        ).runs()
    }

    private func problems(_ text: String, set overrides: [String] = []) throws -> [Problem] {
        try #require(#expect(throws: SettingsError.self) { try runs(text, set: overrides) }).problems
    }

    @Test("every combination, the first key slowest, each named by what varies")
    func product() throws {
        let runs = try runs(
            Self.text(
                """
                  pull.dataset: [Harbour, Sails & more]
                  train.network_dim: [16, 32]
                  train.learning_rate: [0.00005, 1.5e-4]
                  train.seed: [7]
                """))
        let names = [
            "Harbour-dim16-lr5e-05", "Harbour-dim16-lr15e-05", "Harbour-dim32-lr5e-05",
            "Harbour-dim32-lr15e-05", "Sails___more-dim16-lr5e-05", "Sails___more-dim16-lr15e-05",
            "Sails___more-dim32-lr5e-05", "Sails___more-dim32-lr15e-05",
        ]
        #expect(runs.map(\.name) == names.map { "harbour-\($0)" })
        #expect(runs.map(\.training.outputName) == names.map { "v1-\($0)" })
        #expect(runs.map(\.training.networkDim) == [16, 16, 32, 32, 16, 16, 32, 32])
        #expect(runs[1].training.learningRate == 0.00015)
        #expect(runs.allSatisfy { $0.training.seed == 7 && $0.training.faults.isEmpty })
        #expect(runs[0].varied.map(\.path).first == "pull.dataset")
    }

    @Test("what the command line sets is no part of it; with everything set it is a plain run")
    func overrides() throws {
        let text = Self.text("  train.network_dim: [16, 32]\n  train.seed: [1, 2]")
        #expect(
            try runs(text, set: ["train.network_dim=8"]).map(\.name) == ["harbour-seed1", "harbour-seed2"])
        for sets in [["train.network_dim=8", "train.seed=3"], ["matrix="]] {
            let plain = try runs(text, set: sets)
            #expect(plain.map(\.name) == ["harbour"])
            #expect(plain.map(\.training.outputName) == ["v1"])
        }
        #expect(try runs(text).count == 4, "the control: without --set there are four")
    }

    @Test("an output name of the matrix stays as it is, and the run is named by it")
    func outputNames() throws {
        let runs = try runs(Self.text("  train.output_name: [a, b]\n  train.seed: [1, 2]"))
        #expect(runs.map(\.training.outputName) == ["a-seed1", "a-seed2", "b-seed1", "b-seed2"])
        #expect(runs.map(\.name).first == "harbour-a-seed1")
        let alone = try self.runs(Self.text("  train.output_name: [a, b]"))
        #expect(alone.map(\.training.outputName) == ["a", "b"])
    }

    @Test("names stay legal, short and distinct whatever the values are")
    func names() throws {
        let long = String(repeating: "n", count: 150)
        let runs = try runs(
            Self.text(
                """
                  pull.dataset: ["ä b", "ü b", "港", "a:b*?", "${SECRET}", "\(String(repeating: "x", count: 90))"]
                  train.endpoint: ["http://127.0.0.1:9/key-1", "http://127.0.0.1:9/key-2"]
                  train.network_alpha: [0.5, 1]
                """, "output_name: \(long)"), set: [], ["SECRET": "a@b"])
        #expect(runs.count == 24)
        #expect(Set(runs.map { $0.name.lowercased() }).count == 24)
        #expect(Set(runs.map { $0.training.outputName.lowercased() }).count == 24)
        for run in runs {
            #expect(run.name.wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) != nil, "\(run.name)")
            #expect(run.training.faults.isEmpty, "\(run.training.faults)")
            #expect(!run.name.contains("key-"), "an address in a name")
        }
        #expect(runs[0].name == "harbour-__b-endpoint1-alpha0_5")
        #expect(runs[4].name.hasPrefix("harbour-__b-2-"))
        #expect(runs[8].name.hasPrefix("harbour-dataset3-"))
    }

    @Test(
        "what is wrong with it is told with its line and what to do",
        arguments: [
            ("  train.netwrk_dim: [1]", "unknown key train.netwrk_dim", "did you mean train.network_dim?"),
            ("  train.token: [a]", "train.token can't vary", "secrets"),
            ("  version: [1]", "version can't vary", "whole file"),
            ("  name: [a, b]", "name can't vary", "whole file"),
            ("  notify.command: [a]", "notify.command can't vary", "whole file"),
            ("  matrix: [a]", "matrix can't vary", "whole file"),
            ("  check.rules: [a]", "check.rules can't vary", "two files"),
            ("  train: { network_dim: [1] }", "train is a section", "train.endpoint: [first, second]"),
            ("  train.seed: 4", "must be a list", "[first, second]"),
            ("  train.seed: []", "lists no value", "list one"),
            ("  train.seed: [1, ]\n  pull.dataset: [a, ~]", "no single value", "write it out"),
            ("  train.seed: [1, [2]]", "no single value", "text or a number"),
            ("  train.learning_rate: [0.0001, 1e-4]", "lists 1e-4 twice", "remove one"),
            ("  train.seed: [1, 1]", "lists 1 twice", "remove one"),
        ])
    func faults(matrix: String, message: String, hint: String) throws {
        let problem = try #require(try problems(Self.text(matrix)).first)
        #expect(problem.message.contains(message), "\(problem)")
        #expect(problem.hint.contains(hint), "\(problem)")
        #expect((5...6).contains(problem.line ?? 0), "\(problem)")
    }

    @Test("a value out of its range is told once, at its own line")
    func ranges() throws {
        let found = try problems(
            Self.text("  train.seed: [1, 2]\n  train.network_dim:\n    - 16\n    - 9999", "network_alpha: 99")
        )
        #expect(found.count == 2, "\(found)")
        #expect(found.contains { $0.message.contains("9999") && $0.line == 8 }, "\(found)")
        #expect(found.contains { $0.message.contains("network_alpha") && $0.line == 3 }, "\(found)")
    }

    @Test("at most a hundred runs, and a product that no number holds is counted all the same")
    func limit() throws {
        func list(_ count: Int) -> String { (1...count).map(String.init).joined(separator: ", ") }
        #expect(try runs(Self.text("  train.seed: [\(list(100))]")).count == 100)
        #expect(try problems(Self.text("  train.seed: [\(list(101))]"))[0].message == "matrix makes 101 runs")
        let axis = Matrix.Axis(
            path: "train.seed",
            values: (0..<1024).map { .init(text: "\($0)", expanded: "\($0)", line: nil) })
        #expect(Matrix(axes: Array(repeating: axis, count: 7)).count == .max)
    }

    @Test("the example in pipelines/ makes the runs that its comments name")
    func example() throws {
        let settings = try PipelineSettings(
            at: "\(Program.root)/pipelines/matrix.yaml",
            environment: [
                "DATABASE_URL": "postgresql://localhost/x", "SUPABASE_URL": "http://127.0.0.1:9",
                "LORAPIPE_ENDPOINT": "http://127.0.0.1:9",
            ])
        let runs = try settings.runs()
        #expect(runs.count == 4)
        #expect(runs[0].training.outputName == "harbour_v1-dim16-lr5e-05")
    }

    @Test("other commands refuse it, and say how to pick a run")
    func elsewhere() throws {
        let text = Self.text("  train.seed: [1, 2]\n  train.network_dim: [4, 8]")
        let problem = try #require(try SettingsScene().problems(text).first)
        #expect(problem.message.contains("4 run(s)") && problem.line == 4)
        #expect(problem.hint.contains("--set train.seed=1 --set train.network_dim=4"))
        for sets in [["matrix="], ["train.seed=1", "train.network_dim=4"]] {
            #expect(throws: Never.self) { try SettingsScene().read(text, set: sets) }
        }
    }
}
