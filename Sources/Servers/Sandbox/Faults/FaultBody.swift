import Dataset
import HTTPTypes
import Hummingbird
import NIOCore

/// The bodies of errors that do not come from the services themselves.
enum FaultBody {
    static func response(_ status: Int, retryAfter: Int?, isHead: Bool) -> Response {
        var response: Response
        let code = HTTPResponse.Status(code: status)
        switch status {
        case 502, 503, 504, 520...530:
            response = page("\(status): \(reason(status))", status: code, isHead: isHead)
        default:
            response = StorageResponse.json(json(status, retryAfter: retryAfter), code)
            if isHead { response = response.createHeadResponse() }
        }
        if let retryAfter, let field = HTTPField.Name("Retry-After") {
            response.headers[field] = String(retryAfter)
        }
        return response
    }

    /// A page as machines in between send it.
    static func page(_ title: String, status: HTTPResponse.Status, isHead: Bool) -> Response {
        let html = """
            <!DOCTYPE html>
            <html><head><title>\(title)</title></head>
            <body><center><h1>\(title)</h1></center><hr><center>cloudflare</center></body></html>

            """
        let response = Response(
            status: status, headers: [.contentType: "text/html; charset=UTF-8"],
            body: .init(byteBuffer: ByteBuffer(string: html)))
        return isHead ? response.createHeadResponse() : response
    }

    private static func json(_ status: Int, retryAfter: Int?) -> JSONValue {
        switch status {
        case 402:
            .record([
                "message": .string(
                    "Service for this project is restricted due to the following violations: exceed_egress_quota."
                )
            ])
        case 429:
            if let retryAfter {
                service(
                    429, "Too Many Requests", "Rate limit exceeded, retry in \(retryAfter) seconds",
                    "SlowDown")
            } else {
                service(
                    429, "too_many_connections", "Too many connections issued to the database", "SlowDown")
            }
        case 500: service(500, "Internal", "Internal Server Error", "InternalError")
        case 540: .record(["message": "Project paused"])
        case 544:
            service(544, "DatabaseTimeout", "The connection to the database timed out", "DatabaseTimeout")
        default: service(status, reason(status), reason(status), "InternalError")
        }
    }

    private static func service(_ status: Int, _ error: String, _ message: String, _ code: String)
        -> JSONValue
    {
        .record([
            "statusCode": .string(String(status)), "error": .string(error), "message": .string(message),
            "code": .string(code),
        ])
    }

    private static func reason(_ status: Int) -> String {
        let known = HTTPResponse.Status(code: status).reasonPhrase
        return known.isEmpty ? (status == 520 ? "Web server is returning an unknown error" : "Error") : known
    }
}
