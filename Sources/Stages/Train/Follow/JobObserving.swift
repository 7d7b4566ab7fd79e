import MusubiAPI

extension TrainerClient {
    /// One look at a job, as trackers take it.
    ///
    /// - Throws: `TrainError` when the trainer refuses to be asked, and `CancellationError`.
    func observe(_ id: String) async throws -> JobTracker.Observation {
        do {
            return .job(try await status(of: id))
        } catch {
            try Task.checkCancellation()
            if error.kind == .unknownJob { return .unknown }
            if error.isFinal { throw error }
            return .failure(error.message, retryAfter: error.retryAfter)
        }
    }
}

extension TrainError {
    /// Whether asking again can't help: a refusal that is about our asking. 404 with a proxy's page, 408 and 429 pass.
    var isFinal: Bool {
        guard case .refused(let status) = kind else { return false }
        return (400..<500).contains(status) && ![404, 408, 429].contains(status)
    }
}
