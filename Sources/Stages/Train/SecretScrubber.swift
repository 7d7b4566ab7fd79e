import Curl
import Dataset
import MusubiAPI

/// Our secrets in a trainer's or proxy's answer: services repeat headers when they complain about them, and a job's
/// message can be one of those.
struct SecretScrubber {
    private let secrets: [String]

    /// Takes the secrets that can't be meant otherwise: a short one, a number or a word of the API also stands where
    /// an answer's sense is.
    init(_ secrets: [String]) {
        self.secrets = secrets.filter {
            $0.utf8.count >= 8 && Int($0) == nil && !Self.words.contains($0)
        }
    }

    private static let words = Set(
        TrainingStatus.known.map(\.word) + [
            "dataset_id", "current_epoch", "current_step", "total_steps", "output_path", "output_name",
            "progress",
            "created_at",
        ])

    /// The answer without them.
    func removed(from response: HTTPResponse) -> HTTPResponse {
        guard response.body.holds(secrets) else { return response }
        // In JSON text by text, so that it stays JSON.
        let body = Refusal.readJSON(response)?.redacting(secrets).text() ?? response.text.redacting(secrets)
        return response.with(body: Array(body.utf8))
    }
}
