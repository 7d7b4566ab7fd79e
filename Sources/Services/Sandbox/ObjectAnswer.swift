import Foundation
import HTTPTypes
import Hummingbird

/// The answer to a request for an object: whole, a range of it, its headers alone, or that nothing changed.
struct ObjectAnswer {
    let object: StoredObject
    /// Whether it came by a signed URL.
    let isSigned: Bool

    func response(to request: Request, _ context: some RequestContext) async throws -> Response {
        if request.headers[.ifNoneMatch] == object.etag {
            // Bare, without even its ETag, as the service sends it.
            var unchanged = Response(status: .notModified)
            unchanged.headers[.contentLength] = nil
            return unchanged
        }
        var headers = self.headers
        var status = HTTPResponse.Status.ok
        var wanted: ClosedRange<Int>? = object.size > 0 ? 0...Int(object.size) - 1 : nil
        switch ByteRange(request.headers[.range], size: object.size) {
        case .whole: break
        case .unsatisfiable: throw StorageFailure.badRange
        case .part(let range):
            status = .partialContent
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(object.size)"
            wanted = Int(range.lowerBound)...Int(range.upperBound)
        }
        headers[.contentLength] = String(wanted?.count ?? 0)
        guard request.method != .head, let wanted else { return Response(status: status, headers: headers) }
        do {
            let body = try await FileIO().loadFile(path: object.path, range: wanted, context: context)
            return Response(status: status, headers: headers, body: body)
        } catch is HTTPError {
            // The file went away between the look at its size and this.
            throw StorageFailure.bytesGone
        }
    }

    private var headers: HTTPFields {
        var headers: HTTPFields = [
            // The original system types every upload as JPEG, whatever it is.
            .contentType: "image/jpeg", .eTag: object.etag, .acceptRanges: "bytes",
            .lastModified: Self.httpDate(object.lastModified), .cacheControl: "max-age=3600",
        ]
        if let robots = HTTPField.Name("X-Robots-Tag") { headers[robots] = "none" }
        if isSigned, let expires = HTTPField.Name("Expires") {
            headers[.cacheControl] = nil
            headers[expires] = Self.httpDate(Date.now.addingTimeInterval(3600))
        }
        return headers
    }

    /// As in `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
    private static func httpDate(_ date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.string(from: date)
    }
}
