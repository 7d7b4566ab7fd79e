public import Dataset
import Foundation
import MusubiAPI
import Store
import Train

extension Event {
    /// The event as a line of `--json`: `event`, `at` (ISO 8601, UTC, milliseconds), and what belongs to it.
    public func json(at moment: String) -> JSONValue {
        .object([.init("event", .string(name)), .init("at", .string(moment))] + members)
    }

    /// The moment as events spell it.
    public static func now() -> String {
        Date().formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted)
        )
    }

    private var name: String {
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
        case .notice, .fetchingAgain: "notice"
        case .trainedBefore: "finished"
        case .progress: "progress"
        case .turn(.stalled, _): "stalled"
        case .turn(.moving, _): "moving"
        case .turn(.backwards, _): "backwards"
        case .turn(.diverged, _): "diverged"
        case .standing: "standing"
        case .trouble: "trouble"
        case .receipt: "receipt"
        case .finished: "finished"
        }
    }

    private var members: [JSONValue.Member] {
        switch self {
        case .stage(let stage): [.init("stage", .string(stage.rawValue))]
        case .waiting(let words): [.init("message", .string(words))]
        case .pulled(let dataset, let rows):
            [
                .init("dataset", .string(dataset.name)), .init("id", .string(dataset.id)),
                .init("rows", .int(Int64(rows))),
            ]
        case .checked(let done, let all): counts(done, all)
        case .report(let report, let opened, let pictures):
            [
                .init("summary", report.json["summary"] ?? .null), .init("opened", .int(Int64(opened))),
                .init("pictures", .int(Int64(pictures))),
            ]
        case .unprepared(let findings, let report):
            [
                .init("summary", report.json["summary"] ?? .null),
                .init("findings", .array(findings.map(\.json))),
            ]
        case .prepared(let done, let all, let reused):
            counts(done, all) + [.init("reused", .int(Int64(reused)))]
        case .drawn(let done, let all): counts(done, all)
        case .packed(let packed): packed.members
        case .forecast(let forecast): forecast?.json.members ?? [.init("runs", 0)]
        case .uploading(let sent, let all): [.init("sent", .int(sent)), .init("bytes", .int(all))]
        case .submitted(let id, let endpoint), .attached(let id, let endpoint):
            [.init("job_id", .string(id)), .init("endpoint", .string(endpoint))]
        case .progress(let job, let remaining):
            (job.json.members ?? [])
                + [.init("remaining_seconds", remaining.map { .int($0.components.seconds) } ?? .null)]
        case .turn(let notice, let job): [.init("job_id", .string(job.id))] + Self.members(of: notice)
        case .standing(let job, let still):
            [.init("job_id", .string(job.id)), .init("seconds", .int(still.components.seconds))]
        case .trouble(let message, let pause):
            [.init("message", .string(message)), .init("pause_seconds", .int(pause.components.seconds))]
        case .notice(let words), .fetchingAgain(let words): [.init("message", .string(words))]
        case .trainedBefore(let submission):
            (submission.job?.members ?? []) + [
                .init("trained_before", true), .init("endpoint", .string(submission.endpoint)),
                .init("submitted_at", .string(submission.intendedAt.formatted(.iso8601))),
            ]
        case .receipt(let path): [.init("path", .string(path))]
        case .finished(let id, let job): Self.ending(id, job)
        }
    }

    private static func members(of notice: JobTracker.Notice) -> [JSONValue.Member] {
        switch notice {
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
