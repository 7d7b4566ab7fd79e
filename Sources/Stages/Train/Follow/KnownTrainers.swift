public import Store

extension Ledger {
    /// The base URLs of the trainers that a job of this id was handed over to, the last one first.
    public func trainers(ofJob jobID: String) async throws(StoreError) -> [String] {
        var urls: [String] = []
        for submission in try await submissions()
        where submission.jobID == jobID && !urls.contains(submission.endpoint) {
            urls.append(submission.endpoint)
        }
        return urls
    }
}
