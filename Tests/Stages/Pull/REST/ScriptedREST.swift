import Dataset
import Foundation
import Synchronization
import TestKit

/// A REST API with rows of its own making, for what a real one does only on bad days. What a good one does is
/// tested with the sandbox, whose answers are PostgreSQL's.
final class ScriptedREST: Sendable {
    /// What is to go wrong with an answer.
    enum Trouble: Sendable {
        case status(Int, body: String = "", retryAfter: String? = nil)
        case close
        case cut
    }

    struct State: Sendable {
        /// The ids of the rows, in the server's order.
        var ids: [Int]
        /// The server's own limit of rows an answer.
        var maxRows = 1000
        var heedsFilters = true
        /// What `count=exact` says; nil for the truth.
        var counted: Int?
        /// What becomes of the next answers.
        var troubles: [Trouble] = []
        /// Called with each request for rows, after it was answered.
        var onPage: (@Sendable (inout State) -> Void)?
        var rowBytes = 10
    }

    let server: ScriptedServer
    private let state: StateBox

    private final class StateBox: Sendable {
        let state: Mutex<State>
        init(_ state: State) { self.state = Mutex(state) }
    }

    init(_ initial: State) throws {
        let box = StateBox(initial)
        state = box
        server = try ScriptedServer { request in
            box.state.withLock { state in
                if !state.troubles.isEmpty { return Self.reply(state.troubles.removeFirst()) }
                let query = Self.query(request.target)
                if request.path == "/rest/v1/datasets" { return .answer(body: Self.datasets(query)) }
                let page = Self.page(query, state)
                let total =
                    request.header("Prefer") == "count=exact" ? "\(state.counted ?? state.ids.count)" : "*"
                state.onPage?(&state)
                return .answer(
                    headers: [("Content-Range", "\(page.isEmpty ? "*" : "0-\(page.count - 1)")/\(total)")],
                    body: Self.body(page, state.rowBytes))
            }
        }
    }

    private static func reply(_ trouble: Trouble) -> ScriptedServer.Reply {
        switch trouble {
        case .status(let status, let body, let retryAfter):
            .answer(status: status, headers: retryAfter.map { [("Retry-After", $0)] } ?? [], body: body)
        case .close: .close
        case .cut: .cut(body: Array("[{\"id\":1},{\"id\":2}]".utf8), after: 12)
        }
    }

    private static func query(_ target: String) -> [String: String] {
        let items = URLComponents(string: target)?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
    }

    private static func datasets(_ query: [String: String]) -> String {
        let isMeant = query["id"] == "eq.7" || query["name"] == "eq.Harbour"
        return isMeant ? #"[{"id":7,"name":"Harbour","character_trigger":"hrbr"}]"# : "[]"
    }

    private static func page(_ query: [String: String], _ state: State) -> ArraySlice<Int> {
        let last = query["id"].flatMap { Int($0.trimmingPrefix("gt.")) } ?? Int.min
        let rest = state.ids.filter { $0 > last || !state.heedsFilters }
        return rest.prefix(min(state.maxRows, query["limit"].flatMap { Int($0) } ?? .max))
    }

    /// The time runs against the ids, and every third row has none.
    private static func body(_ ids: ArraySlice<Int>, _ bytes: Int) -> String {
        let rows = ids.map { id in
            let time = id % 3 == 0 ? "null" : "\"2026-01-01T00:00:0\(9 - id % 10)+00:00\""
            let caption = String(repeating: "c", count: bytes)
            return
                #"{"id":\#(id),"image_name":"n\#(id)","image_url":"","caption":"\#(caption)","created_at":\#(time)}"#
        }
        return "[\(rows.joined(separator: ","))]"
    }

    /// The ids in the contract's order.
    static func ordered(_ ids: [Int]) -> [String] {
        ids.sorted { left, right in
            let times = (left % 3 == 0 ? 99 : 9 - left % 10, right % 3 == 0 ? 99 : 9 - right % 10)
            return (times.0, left) < (times.1, right)
        }.map(String.init)
    }
}
