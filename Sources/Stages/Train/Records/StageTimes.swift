public import Dataset
import Foundation
import MusubiAPI
public import Store

/// How long a job stood in each status, from the moments at which it was seen. Nothing is made up for times in which
/// nobody looked.
public struct StageTimes: Sendable, Equatable {
    /// The time in one status.
    public struct Stage: Sendable, Equatable {
        /// The trainer's word.
        public let status: String
        /// Seconds in it, in all, when the job came back to it.
        public internal(set) var seconds: Double
        /// The part of them in which nobody looked: the job stood in this status before and after.
        public internal(set) var unwatched: Double
    }

    /// A time in which nobody looked and the job went from one status to another: it is unknown which status the time
    /// belongs to.
    public struct Gap: Sendable, Equatable {
        /// The status last seen before.
        public let after: String
        /// The status first seen then.
        public let before: String
        /// How long, in seconds.
        public let seconds: Double
    }

    /// Looks are 2 s apart, 30 s after failures, and an answer may take 60 s: with more between two sights nobody
    /// looked.
    public static let longestLook = 120.0

    /// The statuses in the order in which the job first stood in them; the one in which it ended takes no time.
    public private(set) var stages: [Stage] = []
    /// Time of an unknown status.
    public private(set) var gaps: [Gap] = []
    /// Steps done between sights in training.
    public private(set) var steps = 0.0
    /// The seconds that these steps took.
    public private(set) var stepSeconds = 0.0
    /// Whether all was seen that comes before training, a queue aside.
    public private(set) var sawPreparing = false

    /// Counts a history, in the order in which it was seen.
    public init(_ observations: [JobObservation]) {
        for (one, next) in zip(observations, observations.dropFirst()) { add(one, next) }
        let isWaiting = observations.first.map { TrainingStatus($0.status) != .training } ?? false
        sawPreparing = isWaiting && gaps.allSatisfy { TrainingStatus($0.before).isTerminal }
    }

    private mutating func add(_ one: JobObservation, _ next: JobObservation) {
        // What a trainer shows of a job that had ended is no part of the run.
        guard !TrainingStatus(one.status).isTerminal else { return }
        // A clock that was set back measures no time.
        let seconds = max(0, next.at.timeIntervalSince(one.at))
        let isWatched = seconds <= Self.longestLook
        let isSame = one.status == next.status && !Self.wentBack(one, next)
        guard isWatched || isSame else {
            gaps.append(Gap(after: one.status, before: next.status, seconds: seconds))
            return
        }
        let place = stages.firstIndex { $0.status == one.status } ?? stages.endIndex
        if place == stages.endIndex { stages.append(Stage(status: one.status, seconds: 0, unwatched: 0)) }
        stages[place].seconds += seconds
        if !isWatched { stages[place].unwatched += seconds }
        if TrainingStatus(one.status) == .training, let from = one.step, let to = next.step, to >= from {
            // Not as integers: a trainer may show any, and their difference might not fit.
            steps += Double(to) - Double(from)
            stepSeconds += seconds
        }
    }

    private static func wentBack(_ one: JobObservation, _ next: JobObservation) -> Bool {
        guard let from = one.step, let to = next.step else { return false }
        return to < from
    }

    /// Steps a second in training; nil before two different steps were seen.
    public var stepsPerSecond: Double? { steps > 0 && stepSeconds > 0 ? steps / stepSeconds : nil }

    /// Seconds that belong to no known status.
    public var unseen: Double { gaps.reduce(0) { $0 + $1.seconds } }

    /// Seconds in training.
    public var training: Double { seconds { $0 == .training } }

    /// Seconds of work: all but those in a queue.
    public var work: Double { seconds { ![.idle, .queued, .pending].contains($0) } }

    private func seconds(_ counts: (TrainingStatus) -> Bool) -> Double {
        stages.reduce(0) { $0 + (counts(TrainingStatus($1.status)) ? $1.seconds : 0) }
    }

    /// The members of a document on a job: `stages`, `unseen` and `steps_per_second`, times in seconds.
    public var members: [JSONValue.Member] {
        func seconds(_ value: Double) -> JSONValue { .double((value * 1000).rounded() / 1000) }
        return [
            .init(
                "stages",
                .array(
                    stages.map {
                        .record([
                            "status": .string($0.status), "seconds": seconds($0.seconds),
                            "unwatched_seconds": seconds($0.unwatched),
                        ])
                    })),
            .init(
                "unseen",
                .array(
                    gaps.map {
                        .record([
                            "after": .string($0.after), "before": .string($0.before),
                            "seconds": seconds($0.seconds),
                        ])
                    })),
            .init("steps_per_second", stepsPerSecond.map { .double($0) } ?? .null),
        ]
    }
}
