import Curl
import Dataset

/// Turns a trainer's answer that is no success into words: FastAPI's `detail`, a service's `message`, or
/// what a proxy in between sent.
enum Refusal {
    /// What an answer says, in at most a few lines.
    static func words(of response: HTTPResponse) -> String {
        guard let json = readJSON(response) else { return pageWords(response) }
        if let list = json["detail"]?.array {
            return list.map(detailLine).prefix(10).joined(separator: "; ")
        }
        let text = json["detail"]?.string ?? json["message"]?.string ?? json["error"]?.string
        return (text ?? json.text()).printableLine
    }

    /// The JSON of an answer, be it with the numbers that Python writes and JSON does not know; nil when it is none.
    static func readJSON(_ response: HTTPResponse) -> JSONValue? {
        do { return try JSONValue(parsing: response.body, .lenient) } catch { return nil }
    }

    /// An element of FastAPI's list: `body.network_dim: Input should be less than or equal to 256`.
    private static func detailLine(_ detail: JSONValue) -> String {
        let place = (detail["loc"]?.array ?? []).map { $0.string ?? $0.text() }.joined(separator: ".")
        let message = detail["msg"]?.string ?? detail.text()
        return (place.isEmpty ? message : "\(place): \(message)").printableLine
    }

    private static func pageWords(_ response: HTTPResponse) -> String {
        let text = response.text
        if text.lowercased().contains("<html") {
            let title = text.firstMatch(of: /(?i)<title>(.*?)<\/title>/).map { String($0.1) }
            return "an HTML page" + (title.map { " titled \"\($0.printableLine)\"" } ?? "")
                + ", so a proxy answered, not the trainer"
        }
        return text.isEmpty ? "no body" : text.printableLine
    }
}
