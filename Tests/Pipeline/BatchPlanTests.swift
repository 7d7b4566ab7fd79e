import TestKit
import Testing

@testable import Pipeline

@Suite("The runs of one command")
struct BatchPlanTests {
    private func run(_ name: String, _ output: String, _ trainer: String? = "http://t") -> BatchRunIdentity {
        BatchRunIdentity(name: name, path: "\(name).yaml", outputName: output, trainer: trainer)
    }

    @Test("two that would overwrite each other, or are called the same, are told")
    func clashes() {
        #expect(BatchPlan.clashes([run("a", "x"), run("b", "y"), run("c", "x", "http://u")]).isEmpty)
        let same = BatchPlan.clashes([run("a", "harbour"), run("b", "Harbour")])
        #expect(same.count == 1 && same[0].message.contains("output_name Harbour, like a"))
        #expect(same.first?.hint.contains("overwrite") == true)
        let called = BatchPlan.clashes([run("a", "x"), run("A", "y")])
        #expect(called.count == 1 && called[0].message.contains("is called like one of a.yaml"))
        let many = BatchPlan.clashes((0...BatchPlan.limit).map { run("r\($0)", "o\($0)") })
        #expect(many.count == 1 && many[0].message.hasPrefix("101 runs"))
    }

    @Test("everything that is wrong with any of the files is told at once")
    func allProblems() throws {
        let place = try TemporaryDirectory("plan")
        let head = "pull: { source: folder, path: p }\ntrain: { endpoint: \"http://127.0.0.1:9\""
        let files = try [
            place.write(head + ", network_dim: 0 }", "a.yaml"),
            place.write(head + " }\nmatrix: { train.sed: [1] }", "b.yaml"),
            place.write(head + " }", "c.yaml"), place.path("none.yaml"),
        ]
        let error = try #require(
            #expect(throws: SettingsError.self) { try BatchPlan(reading: files, environment: [:]) })
        #expect(error.problems.count == 3, "\(error)")
        let plan = try BatchPlan(reading: [files[2]], environment: [:])
        #expect(plan.runs.map(\.name) == ["c"])
        let twice = try #require(
            #expect(throws: SettingsError.self) {
                try BatchPlan(reading: [files[2], files[2]], environment: [:])
            })
        #expect(twice.problems.count == 1)
    }
}
