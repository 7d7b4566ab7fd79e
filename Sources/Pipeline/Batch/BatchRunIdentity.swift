import MusubiAPI
import Train

/// What tells a run from others.
struct BatchRunIdentity: Sendable {
    let name: String
    let path: String
    let outputName: String
    /// The trainer's URL.
    let trainer: String?
}

extension BatchRunIdentity {
    init(_ run: BatchPlan.Run) {
        self.init(
            name: run.name, path: run.path, outputName: run.file.training.outputName,
            trainer: run.file.endpoint?.url)
    }
}
