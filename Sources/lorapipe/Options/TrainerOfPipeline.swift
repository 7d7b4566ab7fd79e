import Dataset
import Foundation
import Pipeline

/// What commands that hand over or follow take from the pipeline file that names the trainer, besides its address.
extension TrainerOptions {
    /// What the pipeline file says of an hour's price, where one is given.
    func price() throws -> Price? {
        guard let pipeline else { return nil }
        return try PipelineFile.price(at: pipeline, environment: ProcessInfo.processInfo.environment)
    }

    /// Those whom the pipeline file names, where one is given.
    func recipients() throws -> Recipients {
        guard let pipeline else { return .none }
        return try PipelineFile.recipients(
            at: pipeline, environment: ProcessInfo.processInfo.environment)
    }
}
