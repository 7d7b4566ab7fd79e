import Dataset
import Foundation
import MusubiAPI
import Train

/// An event as it is stored and sent: the case's name, the line of `--json`, and what that line leaves out.
extension Event {
    /// The case, where the line's `event` is shared by several.
    var kind: String {
        switch self {
        case .fetchingAgain: "fetching-again"
        case .trainedBefore: "trained-before"
        case .finished(_, nil): "lost"
        default: name
        }
    }

    /// What the event holds and its line does not; nil where the line is all.
    var more: JSONValue? {
        switch self {
        case .forecast(let estimate?):
            // The line has whole seconds, and the cost of the exact ones.
            .record([
                "seconds": .double(estimate.seconds),
                "seconds_range": .array([
                    .double(estimate.range.lowerBound), .double(estimate.range.upperBound),
                ]),
            ])
        case .trainedBefore(let jobID, let job, _, _): .record(["job_id": .string(jobID), "job": job])
        case .job(.alert(_, let job)), .job(.stalled(let job, _)): .record(["job": job.json])
        case .runFinished(let outcome), .runCancelled(let outcome):
            .record(["run": .string(outcome.run), "hint": .string(outcome.hint)])
        case .batchFinished(let outcomes):
            .record(["hints": .array(outcomes.map { .string($0.hint) })])
        default: nil
        }
    }

    /// Reads an event back. Durations come back in whole seconds, as the lines have them.
    ///
    /// - Returns: nil when a member is missing or of another type, or the kind is unknown.
    init?(kind: String, line: JSONValue, more: JSONValue?) {
        guard
            let event =
                Self.stageEvent(kind, line) ?? Self.trainEvent(kind, line, more)
                ?? Self.jobEvent(kind, line, more) ?? Self.endEvent(kind, line, more)
        else { return nil }
        self = event
    }

    private static func stageEvent(_ kind: String, _ line: JSONValue) -> Event? {
        func count(_ key: String) -> Int? { line[key]?.int.flatMap { Int(exactly: $0) } }
        let words = line["message"]?.string
        switch kind {
        case "stage": return line["stage"]?.string.flatMap(Stage.init(rawValue:)).map { .stage($0) }
        case "waiting": return words.map { .waiting($0) }
        case "fetching-again": return words.map { .fetchingAgain($0) }
        case "pulled":
            guard let dataset = line["dataset"]?.string, let id = line["id"]?.string, let rows = count("rows")
            else { return nil }
            return .pulled(dataset: dataset, id: id, rows: rows)
        case "checked", "prepared", "drawn":
            guard let done = count("done"), let all = count("of") else { return nil }
            if kind == "prepared" { return count("reused").map { .prepared(done, of: all, reused: $0) } }
            return kind == "checked" ? .checked(done, of: all) : .drawn(done, of: all)
        case "report":
            guard let summary = line["summary"].flatMap(Report.Summary.init(json:)),
                let opened = count("opened"), let pictures = count("pictures")
            else { return nil }
            return .report(summary, opened: opened, of: pictures)
        case "unprepared":
            guard let summary = line["summary"].flatMap(Report.Summary.init(json:)),
                let findings = line["findings"]?.array
            else { return nil }
            return .unprepared(findings.compactMap(Finding.init(json:)), summary)
        case "packed":
            guard let out = line["out"]?.string, let images = count("images"), let reused = count("reused"),
                let digest = line["payload"]?["sha256"]?.string.flatMap({ Digest(hex: $0) }),
                let bytes = line["payload"]?["bytes"]?.int
            else { return nil }
            return .packed(directory: out, images: images, reused: reused, payload: digest, bytes: bytes)
        default: return nil
        }
    }

    private static func trainEvent(_ kind: String, _ line: JSONValue, _ more: JSONValue?) -> Event? {
        let (id, endpoint) = (line["job_id"]?.string, line["endpoint"]?.string)
        switch kind {
        case "forecast":
            return .forecast(DurationEstimate(json: .object((more?.members ?? []) + (line.members ?? []))))
        case "uploading":
            guard let sent = line["sent"]?.int, let all = line["bytes"]?.int else { return nil }
            return .uploading(sent, of: all)
        case "submitted", "attached":
            guard let id, let endpoint else { return nil }
            return kind == "submitted"
                ? .submitted(jobID: id, endpoint: endpoint) : .attached(jobID: id, endpoint: endpoint)
        case "trained-before":
            guard let id = more?["job_id"]?.string, let endpoint,
                // What is no date is no such event, which is what nil says.
                let date = line["submitted_at"]?.string.flatMap({ try? Date($0, strategy: .iso8601) })
            else { return nil }
            return .trainedBefore(jobID: id, job: more?["job"], endpoint: endpoint, submittedAt: date)
        case "receipt": return line["path"]?.string.map { .receipt($0) }
        case "notice": return line["message"]?.string.map { .message($0) }
        case "note": return line["message"]?.string.map { .note($0) }
        case "notify-failed": return line["message"]?.string.map { .notifyFailed($0) }
        default: return nil
        }
    }

    private static func jobEvent(_ kind: String, _ line: JSONValue, _ more: JSONValue?) -> Event? {
        func seconds(_ key: String) -> Duration? { line[key]?.int.map { .seconds($0) } }
        let words = line["message"]?.string
        switch kind {
        case "progress":
            let remaining = seconds("remaining_seconds")
            return TrainingJob(json: line).map { .job(.progress($0, remaining: remaining)) }
        case "trouble", "cancel-trouble":
            guard let words, let pause = seconds("pause_seconds") else { return nil }
            return kind == "trouble"
                ? .job(.retrying(words, pause: pause)) : .cancelRetrying(words, pause: pause)
        default: break
        }
        guard let job = more?["job"].flatMap(TrainingJob.init(json:)) else { return nil }
        switch kind {
        case "standing": return seconds("seconds").map { .job(.stalled(job, for: $0)) }
        case "stalled":
            guard let still = seconds("seconds"), let budget = seconds("budget_seconds") else { return nil }
            return .job(.alert(.stalled(for: still, budget: budget), job))
        case "moving": return seconds("after_seconds").map { .job(.alert(.moving(after: $0), job)) }
        case "diverged": return .job(.alert(.diverged, job))
        case "backwards":
            guard let unit = line["what"]?.string.flatMap(StepRegression.Unit.init(rawValue:)),
                let before = line["before"]?.double, let now = line["now"]?.double
            else { return nil }
            return .job(.alert(.backwards(StepRegression(unit: unit, before: before, now: now)), job))
        default: return nil
        }
    }

    private static func endEvent(_ kind: String, _ line: JSONValue, _ more: JSONValue?) -> Event? {
        switch kind {
        case "lost": return line["job_id"]?.string.map { .finished(jobID: $0, nil) }
        case "finished": return TrainingJob(json: line).map { .finished(jobID: $0.id, $0) }
        case "run-finished", "run-cancelled":
            guard
                let outcome = RunOutcome(
                    json: line, run: more?["run"]?.string, hint: more?["hint"]?.string)
            else { return nil }
            return kind == "run-finished" ? .runFinished(outcome) : .runCancelled(outcome)
        case "batch-finished":
            guard let runs = line["runs"]?.array, let hints = more?["hints"]?.array, runs.count == hints.count
            else { return nil }
            return .batchFinished(
                zip(runs, hints).compactMap { run, hint in
                    RunOutcome(json: run, run: run["run"]?.string, hint: hint.string)
                })
        default: return nil
        }
    }
}
