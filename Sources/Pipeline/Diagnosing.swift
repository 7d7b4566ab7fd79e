public import Dataset
import Pull
import Train

/// Everything outside that a pipeline will need, tried without spending anything.
extension Pipeline {
    /// The source's parts, then the trainer.
    public static func diagnose(_ file: PipelineFile, _ tools: RunContext) async -> [Diagnosis] {
        await tools.pull.diagnose(file.source) + [await trainer(file, tools)]
    }

    private static func trainer(_ file: PipelineFile, _ tools: RunContext) async -> Diagnosis {
        guard let endpoint = file.endpoint else {
            return Diagnosis(
                "trainer", .untried, "the pipeline names no trainer, which check and export can do without",
                hint: "set train.endpoint before lorapipe train")
        }
        do {
            _ = try await TrainerClient(endpoint, http: tools.http(for: endpoint)).health()
            return Diagnosis("trainer", .works, "\(endpoint) is healthy")
        } catch {
            return Diagnosis("trainer", .fails, error.message, hint: error.hint)
        }
    }
}
