import Dataset
import HTTPTypes
import Hummingbird
import NIOCore
import Postgres

/// An error as PostgREST answers it.
struct RestFailure: Error, Sendable, Equatable {
    let status: Int
    let code: String
    let message: String
    var details: String?
    var hint: String?
    /// Headers beside those that every error has.
    var headers: [String: String] = [:]

    var body: JSONValue {
        let text: (String?) -> JSONValue = { $0.map { .string($0) } ?? .null }
        return .record([
            "code": .string(code), "details": text(details), "hint": text(hint), "message": .string(message),
        ])
    }

    func response(isHead: Bool) -> Response {
        var fields: HTTPFields = [.contentType: "application/json; charset=utf-8"]
        for (name, value) in headers.merging(
            ["Proxy-Status": "PostgREST; error=\(code)"], uniquingKeysWith: { $1 })
        {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let response = Response(
            status: .init(code: status), headers: fields,
            body: .init(byteBuffer: ByteBuffer(string: body.text())))
        return isHead ? response.createHeadResponse() : response
    }
}

extension RestFailure {
    static func unparsable(_ what: String, _ text: String, at column: Int, _ details: String) -> RestFailure {
        RestFailure(
            status: 400, code: "PGRST100",
            message: "\"failed to parse \(what) (\(text))\" (line 1, column \(column))", details: details)
    }

    static func notOffered(_ what: String, _ text: String) -> RestFailure {
        RestFailure(
            status: 400, code: "PGRST100", message: "failed to parse \(what) (\(text))",
            details: "the sandbox does not offer this part of PostgREST's grammar")
    }

    static func noTable(_ schema: String, _ name: String) -> RestFailure {
        RestFailure(
            status: 404, code: "PGRST205",
            message: "Could not find the table '\(schema).\(name)' in the schema cache")
    }

    static func noSchema(_ name: String) -> RestFailure {
        RestFailure(
            status: 406, code: "PGRST106", message: "Invalid schema: \(name)",
            hint: "Only the following schemas are exposed: public")
    }

    static func noRelationship(_ schema: String, _ parent: String, _ child: String, hint: String?)
        -> RestFailure
    {
        let hinted = hint.map { "' using the hint '\($0)" } ?? ""
        return RestFailure(
            status: 400, code: "PGRST200",
            message: "Could not find a relationship between '\(parent)' and '\(child)' in the schema cache",
            details:
                "Searched for a foreign key relationship between '\(parent)' and '\(child)\(hinted)' in the "
                + "schema '\(schema)', but no matches were found.")
    }

    static func ambiguous(_ parent: String, _ child: String, _ constraints: [String]) -> RestFailure {
        let choices = constraints.map { "'\(child)!\($0)'" }.joined(separator: ", ")
        return RestFailure(
            status: 300, code: "PGRST201",
            message:
                "Could not embed because more than one relationship was found for '\(parent)' and '\(child)'",
            hint:
                "Try changing '\(child)' to one of the following: \(choices). Find the desired relationship in "
                + "the 'details' key.")
    }

    static func notEmbedded(_ name: String) -> RestFailure {
        RestFailure(
            status: 400, code: "PGRST108", message: "'\(name)' is not an embedded resource in this request",
            hint: "Verify that '\(name)' is included in the 'select' query parameter.")
    }

    static let aggregates = RestFailure(
        status: 400, code: "PGRST123", message: "Use of aggregate functions is not allowed")

    static func range(_ details: String, total: Int? = nil) -> RestFailure {
        RestFailure(
            status: 416, code: "PGRST103", message: "Requested range not satisfiable", details: details,
            headers: total.map { ["Content-Range": "*/\($0)"] } ?? [:])
    }

    static func notSingle(_ rows: Int) -> RestFailure {
        RestFailure(
            status: 406, code: "PGRST116", message: "Cannot coerce the result to a single JSON object",
            details: "The result contains \(rows) rows")
    }

    static func noMediaType(_ accept: String) -> RestFailure {
        RestFailure(
            status: 406, code: "PGRST107", message: "None of these media types are available: \(accept)")
    }

    static func token(_ code: String, _ message: String, _ details: String? = nil) -> RestFailure {
        RestFailure(
            status: 401, code: code, message: message, details: details,
            headers: [
                "WWW-Authenticate":
                    "Bearer error=\"invalid_token\", error_description=\(JSONValue.quoted(message))"
            ])
    }

    static func readOnly(_ method: String) -> RestFailure {
        RestFailure(
            status: 405, code: "PGRST117", message: "Unsupported HTTP method: \(method)",
            details: "the sandbox's REST API only reads; write through DATABASE_URL")
    }

    static let noPath = RestFailure(
        status: 404, code: "PGRST125", message: "Invalid path specified in request URL")
    static let noRoot = RestFailure(
        status: 404, code: "PGRST126", message: "Root endpoint metadata is disabled")

    static func noFunction(_ name: String) -> RestFailure {
        RestFailure(
            status: 404, code: "PGRST202",
            message: "Could not find the function public.\(name) without parameters in the schema cache")
    }
}
