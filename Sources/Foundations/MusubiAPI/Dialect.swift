public import Dataset

/// The two spellings of the Musubi Tuner API: the service's own, and a wrapper backend's with envelopes.
public enum Dialect: String, Sendable, CaseIterable {
    case plain, wrapper

    /// The calls of the API.
    public enum Call: Sendable, Equatable {
        case train, jobs, health
        case status(String), logs(String), cancel(String)
    }

    /// The path of a call below the base URL; a job id is percent-encoded as one segment.
    public func path(_ call: Call) -> String {
        let below =
            switch call {
            case .train: "train"
            case .jobs: self == .plain ? "train/jobs" : "jobs"
            case .health: "health"
            case .status(let id): below("status", id)
            case .logs(let id): below("logs", id)
            case .cancel(let id): below("cancel", id)
            }
        return self == .plain ? "/" + below : "/lora-trainer/" + below
    }

    /// The job in an answer, with or without its envelope.
    public func job(in answer: JSONValue) -> TrainingJob? {
        TrainingJob(json: answer["job"] ?? answer)
    }

    /// The jobs in an answer, with or without their envelope; nil when it holds no list.
    public func jobs(in answer: JSONValue) -> [TrainingJob]? {
        (answer["jobs"] ?? answer).array.map { $0.compactMap(TrainingJob.init(json:)) }
    }

    private func below(_ verb: String, _ id: String) -> String {
        let segment = id.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            return isPlain || "-_~".utf8.contains(byte)
                ? String(Character(scalar))
                : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
        }
        return (self == .plain ? "train/" : "") + verb + "/" + segment.joined()
    }
}
