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

/// How long a trainer may take to show a job whose answer was lost.
enum SettlingTime {
    /// How long after its last byte a payload's job must be on the trainer's list, if there is one. Until then a list
    /// without it proves nothing: the trainer may still be reading.
    ///
    /// A minute, and a second for every 10 MB: Python reads and decodes a body of 400 MB at 430 MB/s on two cores of
    /// 2026; forty times slower leaves room for validation, for a busy disk and for an old machine.
    static func after(bytes: Int64) -> Duration { .seconds(60 + max(0, bytes) / 10_000_000) }

    /// How long a trainer that can't be asked for its list may be away: it may be starting again.
    static let patience = Duration.seconds(10 * 60)
}
