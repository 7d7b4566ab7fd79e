import Foundation
import Store

extension Submission {
    /// The ids that can't be this submission's job, since others from here have them.
    ///
    /// An older one's id that was not on the list just before this one's first byte can: a trainer that was started anew
    /// may count from 1 again.
    func claimed(by others: [Submission]) -> Set<String> {
        let others = others.filter { $0.id > id || ($0.id < id && knownJobs == nil) }
        return Set(others.compactMap(\.jobID))
    }

    /// Those that may turn out to have the job that this one waits for. An older one can't whose job, if there is one,
    /// had to be listed before this one was written down.
    func competing(among others: [Submission]) -> [Submission] {
        others.filter { other in
            guard other.id != id, other.phase == .sent else { return false }
            guard other.id < id, let left = other.sentAt else { return true }
            return left.addingTimeInterval(other.settlingSeconds) > intendedAt
        }
    }

    /// Whether its job, if there is one, must be on the trainer's list by now.
    func isSettled(at date: Date) -> Bool {
        sentAt.map { $0.addingTimeInterval(settlingSeconds) <= date } ?? false
    }

    private var settlingSeconds: TimeInterval {
        TimeInterval(SettlingTime.after(bytes: bytes).components.seconds)
    }
}
