import Dataset
import Pipeline
import Store
import Train

extension TrainerOptions {
    /// The trainer of a job, by the rules of `endpoint(for:)`. Trainers number jobs each for itself: when several have
    /// one of that id, the one submitted last is taken, and a note says so.
    func endpoint(
        of jobID: String, _ settings: PipelineSettings?, guesses: Bool = true, _ ledger: Ledger,
        _ console: Console
    ) async throws -> Endpoint {
        let chosen = try await endpoint(for: jobID, settings, guesses: guesses, ledger)
        guard endpoint == nil, pipeline == nil else { return chosen }
        let others = try await ledger.trainers(ofJob: jobID).filter { $0 != chosen.url }
        if !others.isEmpty {
            console.say(
                "note: job \(jobID.printableLine) at \(chosen.url) is meant, the one submitted last; there is another of that id at \(others.joined(separator: ", ")) (--endpoint chooses)"
            )
        }
        return chosen
    }

    /// A client of that trainer.
    func client(
        of jobID: String, guesses: Bool = true, _ context: RunContext, _ console: Console
    ) async throws -> TrainerClient {
        let endpoint = try await endpoint(
            of: jobID, settings(), guesses: guesses, context.store.ledger, console)
        return TrainerClient(endpoint, http: context.http(for: endpoint))
    }
}
