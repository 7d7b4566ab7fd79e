import Dataset
import Foundation
import MusubiAPI
import Store

/// Histories in a few words, and submissions as a finished run leaves them.
enum RecordScene {
    static let start = Date(timeIntervalSince1970: 1_800_000_000)
    static let endpoint = "https://t"

    /// A sight so many seconds after the start.
    static func observation(_ seconds: Double, _ status: String, step: Int? = nil, loss: Double? = nil)
        -> JobObservation
    {
        JobObservation(
            at: start.addingTimeInterval(seconds), status: status, step: step, totalSteps: nil, loss: loss)
    }

    /// A run seen from its start, a look every 60 s: preparing, both caches, then training at a step a second.
    static func history(preparing: Int = 60, training: Int = 600, pace: Double = 1) -> [JobObservation] {
        var observations = [observation(0, "queued"), observation(30, "preparing")]
        var now = 30.0
        for _ in stride(from: 0, to: preparing, by: 60) {
            now += 60
            observations.append(observation(now, "caching_latents"))
        }
        for second in stride(from: 0, through: training, by: 60) {
            observations.append(
                observation(now + Double(second), "training", step: Int(Double(second) * pace), loss: 0.5))
        }
        observations.append(
            observation(now + Double(training), "completed", step: Int(Double(training) * pace), loss: 0.1))
        return observations
    }

    /// A submission whose job ended.
    static func ended(
        _ jobID: String = "job-1", payload: String = "payload", status: String = "completed",
        message: String? = nil, at endpoint: String = RecordScene.endpoint, name: String = "harbour_v1",
        images: Int = 10, export: String = "/nowhere", total: Int? = nil, training: JSONValue? = nil
    ) -> Submission {
        var submission = Submission(
            payload: Digest.of(payload), endpoint: endpoint, dialect: "plain", outputName: name,
            images: images, export: export)
        submission.dataset = "Harbour"
        submission.training = training ?? settings()
        submission.phase = .ended
        submission.jobID = jobID
        submission.job =
            TrainingJob(
                id: jobID, status: TrainingStatus(status), progress: 100, totalSteps: total, loss: 0.0863,
                message: message, outputPath: #"C:\models\loras\QWEN\harbour_v1.safetensors"#
            ).json
        submission.intendedAt = start
        submission.sentAt = start.addingTimeInterval(5)
        submission.endedAt = start.addingTimeInterval(1000)
        return submission
    }

    static func settings(epochs: Int = 60, steps: Int? = nil, side: Int = 1024) -> JSONValue {
        TrainingParameters(
            outputName: "harbour_v1", maxTrainEpochs: epochs, maxTrainSteps: steps,
            resolution: Resolution(rawValue: side) ?? .r1024
        ).json
    }
}
