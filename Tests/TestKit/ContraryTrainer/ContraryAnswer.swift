import Dataset
import Foundation

/// Puts into words what a `ContraryTrainer` answers.
struct ContraryAnswer {
    typealias Reply = ScriptedServer.Reply

    let dialect: ContraryTrainer.Dialect
    let habits: ContraryHabits

    /// The answer to a submission that went well.
    func good(_ job: ContraryJob?) -> Reply {
        let (status, body) = goodParts(job)
        return .answer(status: status, body: body)
    }

    private func goodParts(_ job: ContraryJob?, _ shape: PostFault.Shape? = nil) -> (Int, [UInt8]) {
        // A cut answer needs one even where no job was started.
        let id = job?.id ?? "0-never"
        var members: [JSONValue.Member] = [.init("job_id", ContraryJob.id(id, habits))]
        if shape != .bareID {
            members += [.init("status", "queued"), .init("message", .null), .init("dataset_id", "set-1")]
        }
        if shape == .moreMembers {
            members.insert(.init("queue", .object([.init("job_id", "not-this"), .init("place", 3)])), at: 0)
            members += [.init("eta", .double(12.5)), .init("warnings", .array([.null]))]
        }
        let isWrapped = (dialect == .wrapper) != (shape == .otherEnvelope)
        let job = JSONValue.object(members)
        let answer = isWrapped ? .object([.init("success", true), .init("job", job)]) : job
        return (shape == .accepted ? 202 : dialect == .wrapper ? 201 : 200, Array(answer.text().utf8))
    }

    /// What a submission's fault answers; the early ones never come here.
    func reply(to fault: PostFault, _ job: ContraryJob?) -> Reply {
        switch fault {
        case .closedBeforeHead, .closedBeforeBody, .refusedBeforeBody, .closedInBody, .closed,
            .restarted, .reborn:
            return .close
        case .reset: return .reset
        case .cut(_, let place): return .raw(cut(goodParts(job), place))
        case .answered(_, let words): return Self.reply(words)
        case .shaped(let shape):
            let (status, body) = goodParts(job, shape)
            return .answer(status: status, headers: [("X-Odd", "yes")], body: body)
        case .slow(let pause): return .delayed(pause, good(job))
        case .silent(_, let pause): return .delayed(pause, .close)
        }
    }

    private func cut(_ parts: (status: Int, body: [UInt8]), _ place: PostFault.CutPlace) -> [UInt8] {
        let line = "HTTP/1.1 \(parts.status) OK\r\n"
        let head = line + "Content-Type: application/json\r\nContent-Length: \(parts.body.count)\r\n\r\n"
        let whole = Array(head.utf8) + parts.body
        let count =
            switch place {
            case .inStatusLine: 7
            case .afterStatusLine: line.utf8.count
            case .inHeaders: line.utf8.count + 20
            case .afterHeaders: head.utf8.count
            case .inJob: head.utf8.count + parts.body.count / 2
            case .beforeLastByte: whole.count - 1
            }
        return Array(whole.prefix(count))
    }

    private static func reply(_ words: PostFault.Words) -> Reply {
        switch words {
        case .status(let status): detail(status, "Internal Server Error")
        case .page(let status): page(status)
        case .emptyObject: .answer(body: "{}")
        case .nullID: .answer(body: #"{"job_id":null,"status":"queued"}"#)
        case .nothing: .answer(status: 204)
        }
    }

    /// FastAPI's answer with a text.
    static func detail(_ status: Int, _ words: String) -> Reply {
        .answer(status: status, body: JSONValue.object([.init("detail", .string(words))]).text())
    }

    /// A proxy's page.
    static func page(_ status: Int) -> Reply {
        .answer(
            status: status, headers: [("Content-Type", "text/html")],
            body: "<html><head><title>\(status) from the proxy</title></head></html>")
    }

    /// FastAPI's answer to a body that it does not take.
    static func invalid(_ fault: ContraryBody.Fault) -> Reply {
        let detail = JSONValue.object([
            .init("type", "value_error"), .init("loc", .array(fault.place.map { .string($0) })),
            .init("msg", .string(fault.words)),
        ])
        return .answer(status: 422, body: JSONValue.object([.init("detail", .array([detail]))]).text())
    }
}
