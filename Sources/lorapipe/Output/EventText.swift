import Dataset
import Foundation
import MusubiAPI
import Pack
import Pipeline
import Store

/// Events in words.
enum EventText {
    /// The changing line for an event; nil leaves it as it is.
    static func status(_ event: Event) -> String? {
        switch event {
        case .stage(.pull): "pull     reading rows …"
        case .stage(.pack): "pack     writing …"
        case .checked(let done, let all): bar("check", done, all)
        case .prepared(let done, let all, _): bar("prepare", done, all)
        case .uploading(let sent, let all):
            bar(
                "train", Int(sent >> 10), Int(all >> 10),
                " uploading \(Amount.bytes(sent)) of \(Amount.bytes(all))")
        case .progress(let job, let remaining):
            bar(
                "train", Amount.percent(job.progress ?? 0), 100,
                " "
                    + ([job.status.word.printableLine] + steps(job) + left(remaining)).joined(
                        separator: " · "))
        default: nil
        }
    }

    /// The lasting line for an event; nil for those that only move the bar.
    static func line(_ event: Event, changesStatus: Bool) -> String? {
        switch event {
        case .pulled(let dataset, let rows): "pull     \(rows) row(s) of \(dataset.name.printableLine)"
        case .report(let report, let opened):
            "check    \(report.count(.error)) error(s), \(report.count(.warning)) warning(s), \(report.count(.note)) note(s)"
                + " · \(opened) picture(s) opened" + (opened == 0 ? ": all were looked at before" : "")
        case .prepared(let done, let all, let reused) where done == all:
            "prepare  \(all) picture(s) · \(all - reused) made, \(reused) taken from the store"
                + (reused == all ? ": no pixel was touched" : "")
        case .packed(let packed):
            "pack     \(packed.head.payload.images) picture(s), \(Amount.bytes(packed.head.payload.bytes)) · sha256 \(packed.head.payload.digest.short)… · \(packed.directory)"
        case .submitted(let id, let endpoint): "train    job \(id.printableLine) at \(endpoint)"
        case .attached(let id, let endpoint):
            "train    this payload is already job \(id.printableLine) at \(endpoint): following it, nothing was sent"
        case .notice(let words): "train    \(words)"
        case .trainedBefore(let submission):
            "train    this payload was trained before: job \((submission.jobID ?? "").printableLine) of \(submission.intendedAt.formatted(.iso8601)) at \(submission.endpoint); nothing was sent"
        case .progress(let job, _) where changesStatus:
            "train    \(job.status.word.printableLine)" + (job.message.map { ": \($0.printableLine)" } ?? "")
        case .trouble(let message, let pause): "train    \(message); looking again in \(Amount.time(pause))"
        case .finished(let id, nil):
            "train    the trainer does not know job \(id.printableLine) any more: lost"
        default: nil
        }
    }

    private static func steps(_ job: TrainingJob) -> [String] {
        [
            job.currentEpoch.map { "epoch \($0)" },
            job.currentStep.map { "step \($0)" + (job.totalSteps.map { "/\($0)" } ?? "") },
            job.loss.map { "loss \(Amount.loss($0))" },
        ].compactMap { $0 }
    }

    private static func left(_ remaining: Duration?) -> [String] {
        remaining.map { $0 > .zero ? ["\(Amount.time($0)) left"] : [] } ?? []
    }

    private static func bar(_ stage: String, _ done: Int, _ all: Int, _ tail: String? = nil) -> String {
        let width = 24
        let share = all > 0 ? min(1, max(0, Double(done) / Double(all))) : 0
        let filled = Int((share * Double(width)).rounded(.down))
        let name = stage + String(repeating: " ", count: 9 - stage.count)
        let cells = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        return name + cells + " \(Int(share * 100)) %" + (tail ?? " \(done) of \(all)")
    }
}
