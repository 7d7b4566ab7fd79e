import Store

extension Submission {
    /// The ids that can't be this submission's job, since others from here have them.
    ///
    /// An older one's id that was not on the list just before this one's first byte can: a trainer that was started anew
    /// may count from 1 again.
    func taken(by others: [Submission]) -> Set<String> {
        let others = others.filter { $0.id > id || ($0.id < id && knownJobs == nil) }
        return Set(others.compactMap(\.jobID))
    }
}
