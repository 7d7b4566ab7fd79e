import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Web

/// Carries requests to the services and their answers back, with the faults that were asked for: of those that match
/// a request and are not used up, the first.
final class FaultInjector: Sendable {
    private let faults: [Fault]
    /// How many requests each has met.
    private let met: Mutex<[Int]>
    private let cache = ResponseCache()

    /// The error that breaks off a body; it is never shown.
    private struct Cut: Error {}

    init(_ faults: [Fault]) {
        self.faults = faults
        met = Mutex(faults.map { _ in 0 })
    }

    func respond(
        to request: Request, _ context: WebContext, _ work: (Request) async throws -> Response
    ) async throws -> Response {
        guard let effect = next(for: request.uri.string) else { return try await work(request) }
        switch effect {
        case .status(let status, let retryAfter):
            return FaultBody.response(status, retryAfter: retryAfter, isHead: request.method == .head)
        case .close:
            // What is answered after this goes nowhere; closing twice is no error worth reporting.
            try? await context.channel.close().get()
            return Response(status: .ok)
        case .cut(let count):
            let (response, body) = try await whole(try await work(request))
            return broken(
                response, body.getSlice(at: 0, length: min(count, body.readableBytes)) ?? ByteBuffer())
        case .slow(let seconds):
            let response = try await work(request)
            try await Task.sleep(for: .seconds(seconds))
            return response
        case .length(let count):
            var (response, body) = try await whole(try await work(request))
            response.headers[.contentLength] = String(count)
            return broken(response, body)
        case .redirect(let url): return Response(status: .found, headers: [.location: url])
        case .type(let type):
            var response = try await work(request)
            response.headers[.contentType] = type
            return response
        case .page:
            return FaultBody.page("Just a moment...", status: .ok, isHead: request.method == .head)
        case .ignoreRange:
            var head = request.head
            head.headerFields[.range] = nil
            return try await work(Request(head: head, body: request.body))
        case .rangeError:
            let response = try await work(request)
            return response.status == .rangeNotSatisfiable
                ? FaultBody.response(500, retryAfter: nil, isHead: request.method == .head) : response
        case .stale(let seconds):
            return try await cache.respond(to: request, keeping: .seconds(seconds), work)
        }
    }

    private func next(for target: String) -> Fault.Effect? {
        met.withLock { met in
            for (index, fault) in faults.enumerated()
            where fault.matches(target) && fault.times.map({ met[index] < $0 }) ?? true {
                met[index] += 1
                return fault.effect
            }
            return nil
        }
    }

    private func whole(_ response: Response) async throws -> (Response, ByteBuffer) {
        var response = response
        let body = try await BodyCollector.bytes(of: response.body)
        response.headers[.contentLength] = String(body.readableBytes)
        return (response, body)
    }

    /// The response's head, these bytes, and then the end of the connection.
    private func broken(_ response: Response, _ bytes: ByteBuffer) -> Response {
        let body = ResponseBody { writer in
            try await writer.write(bytes)
            throw Cut()
        }
        return Response(status: response.status, headers: response.headers, body: body)
    }
}
