import HTTPTypes
import Hummingbird
import NIOCore

/// Rows as the database wrote them, with where they stand among all.
struct RestPage: Sendable {
    /// A JSON array.
    let json: String
    let rows: Int
    let offset: Int
    /// How many there are in all; nil when nobody asked.
    let total: Int?

    /// As in `0-14/15`, with a star for what is not known or not there.
    var contentRange: String {
        let place = rows > 0 ? "\(offset)-\(offset + rows - 1)" : "*"
        return "\(place)/\(total.map(String.init) ?? "*")"
    }

    /// 206 only where it is known that the page is not all.
    func status() throws(RestFailure) -> HTTPResponse.Status {
        guard let total else { return .ok }
        if offset > total {
            throw .range(
                "An offset of \(offset) was requested, but there are only \(total) rows.", total: total)
        }
        return rows < total ? .partialContent : .ok
    }
}

/// The answer's form, from the request's headers.
struct RestPreference: Sendable {
    let count: RestCount
    /// Whether one object in place of an array.
    let isSingle: Bool

    init(_ headers: HTTPFields) throws(RestFailure) {
        let preferences = (HTTPField.Name("Prefer").map { headers[values: $0] } ?? [])
            .flatMap { $0.split(separator: ",") }.map { String($0).trimming(" ") }
        count = preferences.compactMap { RestCount(rawValue: $0) }.first ?? .none
        let accept = headers[.accept] ?? "*/*"
        let types = accept.split(separator: ",").map { type in
            String(type.prefix { $0 != ";" }).trimming(" ").lowercased()
        }
        let objects: Set = ["application/vnd.pgrst.object+json", "application/vnd.pgrst.object"]
        let arrays: Set = [
            "application/json", "*/*", "application/*", "application/vnd.pgrst.array+json",
            "application/vnd.pgrst.array",
        ]
        guard let type = types.first(where: { objects.contains($0) || arrays.contains($0) }),
            !accept.contains("nulls=stripped")
        else { throw .noMediaType(accept) }
        isSingle = objects.contains(type)
    }

    func response(_ page: RestPage) throws(RestFailure) -> Response {
        let status = try page.status()
        var json = page.json
        if isSingle {
            guard page.rows == 1 else { throw .notSingle(page.rows) }
            json = String(json.dropFirst().dropLast())
        }
        var headers: HTTPFields = [
            .contentType: "application/\(isSingle ? "vnd.pgrst.object+" : "")json; charset=utf-8",
            .contentRange: page.contentRange,
        ]
        if count != .none, let applied = HTTPField.Name("Preference-Applied") {
            headers[applied] = count.rawValue
        }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: json)))
    }
}
