import Dataset
import Foundation
import MusubiAPI
import Pack
import Pipeline
import Store
import Train

/// Events in words.
enum EventText {
    /// The changing line for an event; nil leaves it as it is.
    static func status(_ event: Event) -> StatusLine? {
        switch event {
        case .stage(.pull): StatusLine(head: "pull     reading rows …")
        case .stage(.pack): StatusLine(head: "pack     writing …")
        case .checked(let done, let all): counted("check", done, all)
        case .prepared(let done, let all, _): counted("prepare", done, all)
        case .drawn(let done, let all): counted("preview", done, all, " files")
        case .uploading(let sent, let all) where sent == all:
            StatusLine(head: "train    uploaded \(Amount.bytes(all)); waiting for the trainer's answer")
        case .uploading(let sent, let all):
            StatusLine(
                head: "train", share: Double(sent) / Double(max(1, all)),
                words: ["uploading \(Amount.bytes(sent)) of \(Amount.bytes(all))"])
        case .job(.progress(let job, let remaining)): status(job, left(remaining))
        case .job(.stalled(let job, let still)): status(job, ["stalled for \(Amount.time(still))"])
        default: nil
        }
    }

    /// The lasting line for an event; nil for those that only move the bar.
    static func line(_ event: Event, changesStatus: Bool) -> String? {
        switch event {
        case .waiting(let words): "pull     \(words.printableLine)"
        case .pulled(let dataset, _, let rows): "pull     \(rows) row(s) of \(dataset.printableLine)"
        case .fetchingAgain(let words): "pull     \(words)"
        case .report(let report, let opened, let pictures):
            "check    \(report.errors) error(s), \(report.warnings) warning(s), \(report.notes) note(s)"
                + " · \(opened) picture(s) opened" + (opened == 0 ? unopened(pictures, of: report.rows) : "")
        case .unprepared(let findings, _):
            "prepare  \(findings.count) picture(s) could not be prepared and are left out: "
                + findings.prefix(3).map { ($0.name ?? $0.row ?? "?").printableLine }.joined(separator: ", ")
                + (findings.count > 3 ? " and \(findings.count - 3) more" : "")
        case .prepared(let done, let all, let reused) where done == all:
            "prepare  \(all) picture(s) · \(all - reused) made, \(reused) taken from the store"
                + (reused == all ? ": no pixel was touched" : "")
        case .packed(let directory, let images, _, let payload, let bytes):
            "pack     \(images) picture(s), \(Amount.bytes(bytes)) · sha256 \(payload.short)… · \(directory.shownPath)"
        case .forecast(let forecast): "train    " + DurationEstimateText.line(forecast)
        case .submitted(let id, let endpoint): "train    job \(id.printableLine) at \(endpoint)"
        case .attached(let id, let endpoint):
            "train    this payload is already job \(id.printableLine) at \(endpoint): following it, nothing was sent"
        case .message(let words): "train    \(words)"
        case .trainedBefore(let id, _, let endpoint, let submittedAt):
            "train    this payload was trained before: job \(id.printableLine) of \(submittedAt.formatted(.iso8601)) at \(endpoint); nothing was sent"
        case .job(.progress(let job, _)) where changesStatus:
            "train    \(job.status.word.printableLine)" + (job.message.map { ": \($0.printableLine)" } ?? "")
        case .job(.alert(let alert, let job)): "train    " + words(alert, job)
        case .receipt(let path): "train    receipt in \(path.shownPath)"
        case .job(.retrying(let message, let pause)):
            "train    \(message); looking again in \(Amount.time(pause))"
        case .cancelRetrying(let message, let pause): "\(message); asking again in \(Amount.time(pause))"
        case .note(let words), .notifyFailed(let words): "note: \(words)"
        case .runFinished(let outcome), .runCancelled(let outcome): outcome.text
        case .finished(let id, nil):
            "train    the trainer does not know job \(id.printableLine) any more: lost"
        default: nil
        }
    }

    /// Why none was opened; of so many rows, so many pictures came.
    private static func unopened(_ pictures: Int, of rows: Int) -> String {
        if rows == 0 { return "" }
        if pictures == 0 { return ": none came" }
        return pictures == rows
            ? ": all were looked at before" : ": the \(pictures) that came were looked at before"
    }

    private static func words(_ notice: JobTracker.Alert, _ job: TrainingJob) -> String {
        switch notice {
        case .stalled(let still, let budget):
            "job \(job.id.printableLine) seems stalled: nothing has moved for \(Amount.time(still)), where \(Amount.time(budget)) would be long; it is left alone (lorapipe logs \(job.id.printableLine) may tell why)"
        case .moving(let after): "job \(job.id.printableLine) goes on after \(Amount.time(after))"
        case .diverged:
            "the loss of job \(job.id.printableLine) is not a number: the training has diverged, and what comes of it will be of no use"
                + (job.status.isTerminal ? "" : " (lorapipe cancel \(job.id.printableLine) stops it)")
                + "; a lower train.learning_rate may help"
        case .backwards(let back):
            "the trainer shows \(back.unit.rawValue) \(back.now.text(1)) after \(back.unit.rawValue) \(back.before.text(1)): it may have restarted the run"
        }
    }

    /// Time left and loss are what people look for: they come first.
    private static func status(_ job: TrainingJob, _ first: [String]) -> StatusLine {
        let status = job.status.word.printableLine
        let words = first + steps(job)
        return StatusLine(
            head: "train", share: Double(Amount.percent(job.progress ?? 0)) / 100,
            words: job.status == .training ? words + [status] : [status] + words)
    }

    private static func steps(_ job: TrainingJob) -> [String] {
        [
            job.loss.map { "loss \(Amount.loss($0))" },
            job.currentStep.map { "step \($0)" + (job.totalSteps.map { "/\($0)" } ?? "") },
            job.currentEpoch.map { "epoch \($0)" },
        ].compactMap { $0 }
    }

    private static func left(_ remaining: Duration?) -> [String] {
        remaining.map { $0 > .zero ? ["\(Amount.time($0)) left"] : [] } ?? []
    }

    private static func counted(_ stage: String, _ done: Int, _ all: Int, _ unit: String = "") -> StatusLine {
        StatusLine(
            head: stage, share: all > 0 ? Double(done) / Double(all) : 0,
            words: ["\(done) of \(all)\(unit)"])
    }
}

extension BatchPlan.Run {
    /// The command line that does something with this run alone, fit to be typed.
    func command(_ name: String) -> String {
        let sets = file.varied.flatMap { ["--set", "\($0.path)=\($0.value)"] }
        return (["lorapipe", name, path] + sets).map(Self.quoted).joined(separator: " ")
    }

    private static func quoted(_ word: String) -> String {
        if word.wholeMatch(of: /[A-Za-z0-9_.,:=@%\/+-]+/) != nil { return word }
        return "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
