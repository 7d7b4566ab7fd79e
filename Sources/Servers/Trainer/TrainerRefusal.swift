import Dataset
import HTTPTypes
import Hummingbird
import Web

/// An answer that is not a success, in FastAPI's shape: `{"detail": …}`.
struct Refusal: Error {
    let status: HTTPResponse.Status
    let detail: JSONValue
    let headers: HTTPFields

    init(_ status: HTTPResponse.Status, detail: JSONValue, headers: HTTPFields = [:]) {
        self.status = status
        self.detail = detail
        self.headers = headers
    }

    init(_ status: HTTPResponse.Status, _ text: String, headers: HTTPFields = [:]) {
        self.init(status, detail: .string(text), headers: headers)
    }

    /// The answer to a job id that nobody gave out.
    static var unknownJob: Refusal { Refusal(.notFound, "Job not found") }

    /// The answer to one request too many at a time. 429 and not 503: it says for sure that nothing was taken, and a
    /// client may send the same again.
    static func busy(_ text: String) -> Refusal {
        Refusal(.tooManyRequests, text + " Try again later.", headers: [.retryAfter: "10"])
    }

    var response: Response {
        .json(.record(["detail": detail]), status: status, headers: headers)
    }
}

/// Turns whatever was thrown into an answer of that shape.
struct RefusalAnswers: RouterMiddleware {
    @concurrent func handle(
        _ request: Request, context: WebContext,
        next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let refusal as Refusal {
            return refusal.response
        } catch let refusal as WebRefusal {
            return Refusal(refusal.status, refusal.message, headers: refusal.headers).response
        } catch let error as HTTPError {
            return Refusal(error.status, error.status == .notFound ? "Not Found" : error.status.reasonPhrase)
                .response
        } catch let error as CancellationError {
            throw error
        } catch {
            return Refusal(.internalServerError, "The rehearsal failed to answer: \(error)").response
        }
    }
}

extension Response {
    /// An answer with one JSON document.
    static func json(
        _ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(
            status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: value.text())))
    }
}
