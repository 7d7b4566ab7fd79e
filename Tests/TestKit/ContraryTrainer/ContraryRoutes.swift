import Dataset
import Foundation

/// The calls beside `POST /train`.
extension ContraryAnswer {
    /// Answers a call whose path lies below `base`.
    func answer(_ request: ScriptedServer.Request, below base: String, _ state: inout ContraryState)
        -> Reply
    {
        let nothing = Self.detail(404, "Not Found")
        guard request.path.hasPrefix(base + "/") else { return nothing }
        var segments = request.path.dropFirst(base.count).split(separator: "/")
            .map { $0.removingPercentEncoding ?? "" }
        // In the plain dialect all but two calls lie below /train.
        if dialect == .plain, segments.count > 1 {
            guard segments.removeFirst() == "train" else { return nothing }
        }
        switch (request.method, segments.first, segments.count) {
        case ("GET", "health", 1): return .answer(body: #"{"status":"healthy"}"#)
        case ("GET", "jobs", 1): return list(&state)
        case ("GET", "status", 2), ("GET", "logs", 2), ("POST", "cancel", 2):
            guard let index = state.jobs.firstIndex(where: { $0.id == segments[1] && $0.isKnown }) else {
                return Self.detail(404, "Job not found")
            }
            switch segments[0] {
            case "status": return status(&state.jobs[index])
            case "logs": return logs(state.jobs[index])
            default: return cancel(&state.jobs[index])
            }
        default: return nothing
        }
    }

    private func list(_ state: inout ContraryState) -> Reply {
        if habits.list.isMissing { return Self.detail(404, "Not Found") }
        if !state.habits.list.failures.isEmpty {
            switch state.habits.list.failures.removeFirst() {
            case .error: return Self.detail(500, "database is locked")
            case .close: return .close
            case .page: return Self.page(502)
            case .cut: return .cut(body: Array(#"[{"job_id":"x","status":"idle"}]"#.utf8), after: 9)
            case .emptyObject: return .answer(body: "{}")
            }
        }
        let jobs = JSONValue.array(state.list().map { $0.json(habits) })
        return wrapped("jobs", jobs, (dialect == .wrapper) != habits.list.otherEnvelope)
    }

    private func status(_ job: inout ContraryJob) -> Reply {
        let reply = wrapped("job", job.json(habits), dialect == .wrapper)
        job.looks += 1
        if let left = job.cancelledIn, left > 0 { job.cancelledIn = left - 1 }
        return reply
    }

    private func logs(_ job: ContraryJob) -> Reply {
        let lines = (0...job.looks).map { "line \($0) of \(job.outputName)" }
        let text = JSONValue.string(lines.joined(separator: "\n"))
        let list = JSONValue.array(lines.map { .string($0) })
        switch habits.logs {
        case .string: return wrapped("logs", text, dialect == .wrapper)
        case .lines: return wrapped("logs", list, dialect == .wrapper)
        case .stringInObject: return wrapped("logs", text, true)
        case .linesInObject: return wrapped("logs", list, true)
        case .null: return wrapped("logs", .null, true)
        case .text:
            return .answer(
                headers: [("Content-Type", "text/plain")], body: lines.joined(separator: "\r\n"))
        }
    }

    private func cancel(_ job: inout ContraryJob) -> Reply {
        if case .refused(let status) = habits.cancelling { return Self.detail(status, "not now") }
        if !job.hasEnded {
            switch habits.cancelling {
            case .atOnce: job.cancelledIn = 0
            case .afterLooks(let looks): job.cancelledIn = looks
            case .never, .refused: break
            }
        }
        return wrapped("job", job.json(habits), dialect == .wrapper)
    }

    private func wrapped(_ name: String, _ payload: JSONValue, _ isWrapped: Bool) -> Reply {
        let answer = isWrapped ? .object([.init("success", true), .init(name, payload)]) : payload
        return .answer(body: answer.text())
    }
}
