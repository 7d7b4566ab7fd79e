public import Dataset
import Foundation
import MusubiAPI
import Train

extension Event {
    /// The event as a line of `--json`: `event`, `at` (ISO 8601, UTC, milliseconds), and its own members.
    public func json(at moment: String) -> JSONValue {
        .object([.init("event", .string(name)), .init("at", .string(moment))] + members)
    }

    var name: String {
        switch self {
        case .stage: "stage"
        case .waiting: "waiting"
        case .pulled: "pulled"
        case .checked: "checked"
        case .report: "report"
        case .unprepared: "unprepared"
        case .prepared: "prepared"
        case .drawn: "drawn"
        case .packed: "packed"
        case .forecast: "forecast"
        case .uploading: "uploading"
        case .submitted: "submitted"
        case .attached: "attached"
        case .message, .fetchingAgain: "notice"
        case .note: "note"
        case .trainedBefore: "finished"
        case .job(.progress): "progress"
        case .job(.alert(.stalled, _)): "stalled"
        case .job(.alert(.moving, _)): "moving"
        case .job(.alert(.backwards, _)): "backwards"
        case .job(.alert(.diverged, _)): "diverged"
        case .job(.stalled): "standing"
        case .job(.retrying): "trouble"
        case .receipt: "receipt"
        case .finished: "finished"
        case .cancelRetrying: "cancel-trouble"
        case .notifyFailed: "notify-failed"
        case .runFinished: "run-finished"
        case .runCancelled: "run-cancelled"
        case .batchFinished: "batch-finished"
        }
    }

    /// What the line holds besides `event` and `at`.
    var members: [JSONValue.Member] {
        switch self {
        case .stage(let stage): [.init("stage", .string(stage.rawValue))]
        case .waiting(let words): [.init("message", .string(words))]
        case .pulled(let dataset, let id, let rows):
            [
                .init("dataset", .string(dataset)), .init("id", .string(id)),
                .init("rows", .int(Int64(rows))),
            ]
        case .checked(let done, let all): counts(done, all)
        case .report(let summary, let opened, let pictures):
            [
                .init("summary", summary.json), .init("opened", .int(Int64(opened))),
                .init("pictures", .int(Int64(pictures))),
            ]
        case .unprepared(let findings, let summary):
            [.init("summary", summary.json), .init("findings", .array(findings.map(\.json)))]
        case .prepared(let done, let all, let reused):
            counts(done, all) + [.init("reused", .int(Int64(reused)))]
        case .drawn(let done, let all): counts(done, all)
        case .packed(let directory, let images, let reused, let payload, let bytes):
            [
                .init("out", .string(directory)), .init("images", .int(Int64(images))),
                .init("reused", .int(Int64(reused))),
                .init("payload", .record(["sha256": .string(payload.hex), "bytes": .int(bytes)])),
            ]
        case .forecast(let forecast): forecast?.json.members ?? [.init("runs", 0)]
        case .uploading(let sent, let all): [.init("sent", .int(sent)), .init("bytes", .int(all))]
        case .submitted(let id, let endpoint), .attached(let id, let endpoint):
            [.init("job_id", .string(id)), .init("endpoint", .string(endpoint))]
        case .job(let event): Self.members(of: event)
        case .cancelRetrying(let message, let pause):
            [.init("message", .string(message)), .init("pause_seconds", .int(pause.components.seconds))]
        case .message(let words), .fetchingAgain(let words), .note(let words), .notifyFailed(let words):
            [.init("message", .string(words))]
        case .trainedBefore(_, let job, let endpoint, let submittedAt):
            (job?.members ?? []) + [
                .init("trained_before", true), .init("endpoint", .string(endpoint)),
                .init("submitted_at", .string(submittedAt.formatted(.iso8601))),
            ]
        case .receipt(let path): [.init("path", .string(path))]
        case .finished(let id, let job): Self.ending(id, job)
        case .runFinished(let outcome), .runCancelled(let outcome): outcome.members
        case .batchFinished(let outcomes):
            [
                .init(
                    "runs",
                    .array(outcomes.map { .object([.init("run", .string($0.run))] + $0.members) }))
            ]
        }
    }

    private static func members(of event: Track.Event) -> [JSONValue.Member] {
        switch event {
        case .progress(let job, let remaining):
            (job.json.members ?? [])
                + [.init("remaining_seconds", remaining.map { .int($0.components.seconds) } ?? .null)]
        case .alert(let alert, let job): [.init("job_id", .string(job.id))] + members(of: alert)
        case .stalled(let job, let still):
            [.init("job_id", .string(job.id)), .init("seconds", .int(still.components.seconds))]
        case .retrying(let message, let pause):
            [.init("message", .string(message)), .init("pause_seconds", .int(pause.components.seconds))]
        }
    }

    private static func members(of alert: JobTracker.Alert) -> [JSONValue.Member] {
        switch alert {
        case .stalled(let still, let budget):
            [
                .init("seconds", .int(still.components.seconds)),
                .init("budget_seconds", .int(budget.components.seconds)),
            ]
        case .moving(let after): [.init("after_seconds", .int(after.components.seconds))]
        case .backwards(let back):
            [
                .init("what", .string(back.unit.rawValue)), .init("before", .double(back.before)),
                .init("now", .double(back.now)),
            ]
        case .diverged: []
        }
    }

    private func counts(_ done: Int, _ all: Int) -> [JSONValue.Member] {
        [.init("done", .int(Int64(done))), .init("of", .int(Int64(all)))]
    }

    /// A job that the trainer forgot ends with the status `lost`.
    private static func ending(_ id: String, _ job: TrainingJob?) -> [JSONValue.Member] {
        guard let members = job?.json.members else {
            return [.init("job_id", .string(id)), .init("status", "lost"), .init("output_path", .null)]
        }
        return members
    }
}
