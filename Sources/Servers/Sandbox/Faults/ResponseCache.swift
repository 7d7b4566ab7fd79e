import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// A content delivery network in small: it keeps what it has seen for a while, old ETag and all, and says by
/// `cf-cache-status` where an answer came from. Private answers are kept for each reader alone.
final class ResponseCache: Sendable {
    private struct Kept {
        let headers: HTTPFields
        let body: ByteBuffer
        let since: ContinuousClock.Instant
    }

    private let kept = Mutex<[String: Kept]>([:])

    func respond(
        to request: Request, keeping time: Duration, _ work: (Request) async throws -> Response
    ) async throws -> Response {
        guard request.method == .get, request.uri.path.contains("/object/") else {
            return marked(try await work(request), "DYNAMIC")
        }
        let apikey = HTTPField.Name("apikey").flatMap { request.headers[$0] } ?? ""
        let key = [request.uri.string, request.headers[.authorization] ?? "", apikey].joined(separator: "\n")
        if let old = kept.withLock({ $0[key] }), ContinuousClock.now - old.since < time {
            return marked(answer(request, old), "HIT")
        }
        // It asks for all: a part cannot be kept, and a 304 would be somebody else's.
        var head = request.head
        head.headerFields[.range] = nil
        head.headerFields[.ifNoneMatch] = nil
        let response = try await work(Request(head: head, body: request.body))
        guard response.status == .ok else { return marked(response, "MISS") }
        let body = try await BodyCollector.bytes(of: response.body)
        let new = Kept(headers: response.headers, body: body, since: .now)
        kept.withLock { $0[key] = new }
        return marked(answer(request, new), "MISS")
    }

    private func answer(_ request: Request, _ kept: Kept) -> Response {
        var headers = kept.headers
        if let etag = headers[.eTag], request.headers[.ifNoneMatch] == etag {
            headers[.contentLength] = nil
            headers[.contentType] = nil
            var response = Response(status: .notModified, headers: headers)
            response.headers[.contentLength] = nil
            return response
        }
        let size = kept.body.readableBytes
        switch ByteRange(request.headers[.range], size: Int64(size)) {
        case .whole: return Response(status: .ok, headers: headers, body: .init(byteBuffer: kept.body))
        case .unsatisfiable: return StorageFailure.badRange.response(isHead: false)
        case .part(let range):
            let part = kept.body.getSlice(at: Int(range.lowerBound), length: range.count) ?? ByteBuffer()
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(size)"
            headers[.contentLength] = String(range.count)
            return Response(status: .partialContent, headers: headers, body: .init(byteBuffer: part))
        }
    }

    private func marked(_ response: Response, _ word: String) -> Response {
        var response = response
        if let field = HTTPField.Name("cf-cache-status") { response.headers[field] = word }
        return response
    }
}
