import Dataset
import MusubiAPI
public import Store

/// Whether anybody knows a job: one look, before it is followed with the patience that a known one deserves.
public struct JobLookup: Sendable {
    private let client: TrainerClient
    private let ledger: Ledger

    /// Among the jobs of one trainer, and what the ledger has of it.
    public init(client: TrainerClient, ledger: Ledger) {
        self.client = client
        self.ledger = ledger
    }

    /// The result of the lookup.
    public enum Outcome: Sendable, Equatable {
        /// The ledger or the trainer knows it.
        case followed
        /// Neither knows it; with jobs that they do know, the newest first.
        case unknown(recent: [String])
    }

    /// How many other jobs are named.
    private static let named = 5

    /// Looks.
    ///
    /// - Throws: `TrainError` when the trainer can't be asked about a job that is in no ledger here, `StoreError`,
    ///   `CancellationError`.
    public func callAsFunction(_ id: String) async throws -> Outcome {
        let endpoint = client.endpoint.url
        let submissions = try await ledger.submissions(to: endpoint)
        if !id.isEmpty {
            if submissions.contains(where: { $0.jobID == id }) { return .followed }
            if try await !ledger.observations(ofJob: id, at: endpoint).isEmpty { return .followed }
            switch try await client.observe(id) {
            case .job: return .followed
            case .unknown: break
            // Hours of patience are for a job that is known to be there.
            case .failure(let why, _):
                throw TrainError(
                    .unreachable,
                    "the trainer at \(endpoint) can't be asked about job \(id.printableLine), which this ledger does not know: \(why)",
                    hint:
                        "check the id and the address (lorapipe health), and try again once the trainer is up"
                )
            }
        }
        var recent = submissions.compactMap(\.jobID)
        if recent.count < Self.named { recent += await listed() }
        var seen: Set<String> = []
        return .unknown(recent: Array(recent.filter { seen.insert($0).inserted }.prefix(Self.named)))
    }

    /// The trainer's jobs, the last of its list first; none where it does not list them, which is not an error here.
    private func listed() async -> [String] {
        do { return try await client.jobs().reversed().map(\.id) } catch { return [] }
    }
}

extension Ledger {
    /// The base URLs of the trainers that a job of this id was submitted to, the last one first.
    public func trainers(ofJob jobID: String) async throws(StoreError) -> [String] {
        var urls: [String] = []
        for submission in try await submissions()
        where submission.jobID == jobID && !urls.contains(submission.endpoint) {
            urls.append(submission.endpoint)
        }
        return urls
    }
}
