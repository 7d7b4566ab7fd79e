import Curl
import Dataset

/// A refusal by PostgREST, or by the gateway before it.
struct RESTFailure: Error {
    /// The HTTP status.
    let status: Int
    /// PostgREST's code (`PGRST…`) or the server's SQLSTATE; nil when the answer was not PostgREST's.
    let code: String?
    /// Its words, in one line.
    let message: String
    private let hint: String?

    init(_ response: HTTPResponse, hiding key: ProjectKey) {
        status = response.status
        let json: JSONValue?
        do { json = try JSONValue(parsing: response.body) } catch { json = nil }
        code = json?["code"]?.string
        hint = json?["hint"]?.string?.redacting([key.text])
        let said =
            json?["message"]?.string ?? (response.text.lowercased().contains("<html") ? "an HTML page" : "")
        message = said.redacting([key.text]).printableLine
    }

    /// What it means for a run, with what to do.
    func explained(by key: ProjectKey, at place: String, _ tables: TableMap) -> PullError {
        let what = "\(place) answered \(status)" + (message.isEmpty ? "" : ": \(message)")
        let said = code.map { "\(what) (\($0.printableLine))" } ?? what
        return PullError(.outside, said, hint: remedy(key, tables))
    }

    private func remedy(_ key: ProjectKey, _ tables: TableMap) -> String {
        switch (code, status) {
        case ("PGRST303"?, _):
            return "the \(key)'s time is over: copy a new key from the project's settings"
        case ("PGRST301"?, _), ("PGRST302"?, _):
            return "the \(key) is not one of this project: copy it anew from the project's settings"
        case ("42501"?, _):
            let grant =
                "GRANT SELECT ON \(tables.schema).\(tables.datasets), \(tables.schema).\(tables.data) TO "
            return
                "the role may not read the tables through the API: \(hint?.printableLine ?? grant + key.role)"
        case ("PGRST205"?, _), ("42P01"?, _):
            return
                "check the names under pull.tables, and that the Data API exposes the schema \(tables.schema)"
        case ("PGRST106"?, _): return "expose the schema \(tables.schema) in the project's API settings"
        case ("42703"?, _): return "check the column names under pull.tables"
        case ("57014"?, _):
            return "the role's statement timeout is too short for this table: read it by source: supabase"
        case (_, 401): return "check the \(key) and that it belongs to this project's URL"
        case (_, 402): return "the project is over its quota: see its billing page"
        case (_, 404): return "check pull.storage.url: no PostgREST answers there"
        case (_, 540): return "the project is paused: restore it in the dashboard"
        default: return hint.map(\.printableLine) ?? "check the project's status page, and run it again"
        }
    }
}
