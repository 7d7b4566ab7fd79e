import Foundation
import MusubiAPI
import Store

/// Which of the jobs that a trainer lists, if any, belong to a submission whose answer was lost. Decided by what the
/// trainer shows: ids that were not there before the first byte left, then the LoRA's name, the output path's name and
/// the number of pictures.
enum JobMatcher: Equatable {
    /// This one, and why.
    case found(TrainingJob, because: String)
    /// This one, if no other shows up: all that speaks for it is that it is the only new one.
    case likely(TrainingJob, because: String)
    /// None of them: nothing is listed that was not there before and may be it.
    case none
    /// Some may be it; it is unknown which, or whether it is one at all.
    case several([TrainingJob])
    /// The list says nothing of it, for this reason.
    case untold(String)

    /// How far what a job shows agrees with the submission.
    private enum Likeness: Int {
        case other, unlike, silent, same
    }

    /// Weighs a list.
    ///
    /// - Parameter claimed: ids of jobs that other submissions from here have.
    init(_ listed: [TrainingJob], for submission: Submission, claimed: Set<String>) {
        var seen: Set<String> = []
        let jobs = listed.filter { seen.insert($0.id).inserted && !claimed.contains($0.id) }
        guard let known = submission.knownJobs else {
            self = Self.withoutKnown(jobs, submission)
            return
        }
        let new = jobs.filter { !known.contains($0.id) }.map { ($0, Self.likeness($0, submission)) }
        let same = new.filter { $0.1 == .same }.map(\.0)
        let possible = new.filter { $0.1 != .other }.map(\.0)
        if let only = same.first, same.count == 1 {
            self = .found(only, because: "it is new there and shows the name \(submission.outputName)")
        } else if !known.isEmpty && known.isDisjoint(with: seen) {
            // A trainer that forgot them all may have forgotten this one too.
            self = .untold("it forgot the \(known.count) job(s) that it listed before the payload was sent")
        } else if possible.isEmpty {
            // One that was started anew may count from 1 again: what looks like an old job is then this one.
            let missing = known.subtracting(seen).count
            self =
                missing == 0
                ? .none : .untold("it does not list \(missing) job(s) any more that it listed before")
        } else if possible.count == 1, let only = new.first(where: { $0.1 == .silent })?.0,
            new.count == 1 || only.imageCount != nil
        {
            // With others that are new, people besides us hand jobs over, and one that shows nothing may be another of
            // theirs; the number of pictures is something.
            self = .likely(only, because: "it is the only new one there")
        } else {
            self = .several(same.isEmpty ? possible : same)
        }
    }

    /// Weighs a list where others from here wait for a job too: one that may be a rival's is nobody's yet.
    init(_ listed: [TrainingJob], for submission: Submission, claimed: Set<String>, competing: [Submission]) {
        self.init(listed, for: submission, claimed: claimed)
        let job: TrainingJob
        switch self {
        case .found(let found, _), .likely(let found, _): job = found
        case .none, .several, .untold: return
        }
        let isDisputed = competing.contains { rival in
            let likeness = Self.likeness(job, rival)
            return rival.knownJobs?.contains(job.id) != true && (likeness == .same || likeness == .silent)
        }
        if isDisputed { self = .several([job]) }
    }

    /// Without the ids of before, only a job of the same name that was made since can be it.
    private static func withoutKnown(_ jobs: [TrainingJob], _ submission: Submission) -> JobMatcher {
        let same = jobs.filter { likeness($0, submission) == .same }
        let since = same.filter { job in
            // Its clock and ours may differ by some minutes.
            job.created.map { $0 >= submission.intendedAt.addingTimeInterval(-300) } ?? false
        }
        if let only = since.first, since.count == 1 {
            return .found(only, because: "it shows the name \(submission.outputName) and was made since")
        }
        let possible = same.filter { $0.created == nil } + since
        return possible.isEmpty
            ? .untold("it could not list its jobs before the payload was sent") : .several(possible)
    }

    private static func likeness(_ job: TrainingJob, _ submission: Submission) -> Likeness {
        if let count = job.imageCount, count != submission.images { return .other }
        let ours = submission.outputName.lowercased()
        guard !ours.isEmpty, let shown = job.shownName?.lowercased(), !shown.isEmpty else { return .silent }
        if shown == ours { return .same }
        // A server may add a date or a number to the name it was given: such a one is not ruled out.
        return shown.contains(ours) || ours.contains(shown) ? .unlike : .other
    }
}
