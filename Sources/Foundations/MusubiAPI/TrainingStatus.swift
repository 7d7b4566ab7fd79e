/// Where a job stands, in the trainer's words.
public enum TrainingStatus: Sendable, Hashable {
    case idle, queued, pending, preparing
    case cachingLatents, cachingText
    case training
    case completed, failed, cancelled
    /// A status this version does not know: shown as it is and polled on.
    case unknown(String)

    /// Reads the wire's word.
    public init(_ word: String) {
        self = Self.known.first { $0.word == word } ?? .unknown(word)
    }

    /// The statuses of the contract, in the order in which a job passes them.
    public static let known: [TrainingStatus] = [
        .idle, .queued, .pending, .preparing, .cachingLatents, .cachingText, .training, .completed,
        .failed,
        .cancelled,
    ]

    /// The word on the wire.
    public var word: String {
        switch self {
        case .idle: "idle"
        case .queued: "queued"
        case .pending: "pending"
        case .preparing: "preparing"
        case .cachingLatents: "caching_latents"
        case .cachingText: "caching_text"
        case .training: "training"
        case .completed: "completed"
        case .failed: "failed"
        case .cancelled: "cancelled"
        case .unknown(let word): word
        }
    }

    /// Whether the job has ended: nothing more will change.
    public var isTerminal: Bool { self == .completed || self == .failed || self == .cancelled }
}
