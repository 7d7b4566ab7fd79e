import Dataset
import Foundation
import HTTPTypes
import Hummingbird

/// The answer to a request for an object: whole, a range of it, its headers alone, or that nothing changed.
struct ObjectResponse {
    let object: StoredObject
    let bytes: StoredBytes
    /// When the signed URL that it came by runs out; nil for another way.
    var expires: Double?
    /// The `download` parameter: empty for the key's own name.
    var download: String?

    func response(to request: Request, _ context: some RequestContext) async throws -> Response {
        // A head comes from the database alone: it may describe an object whose bytes are gone.
        if request.method == .head { return Response(status: .ok, headers: rememberedHeaders) }
        let file = try bytes.file(of: object)
        if request.headers[.ifNoneMatch] == file.etag
            || isUnchanged(file, since: request.headers[.ifModifiedSince])
        {
            // Bare, without even its ETag, as the service sends it.
            var unchanged = Response(status: .notModified)
            unchanged.headers[.contentLength] = nil
            return unchanged
        }
        var headers = headers(etag: file.etag, lastModified: file.lastModified)
        var status = HTTPResponse.Status.ok
        var wanted: ClosedRange<Int>? = file.size > 0 ? 0...Int(file.size) - 1 : nil
        switch ByteRange(request.headers[.range], size: file.size) {
        case .whole: break
        case .unsatisfiable: throw StorageFailure.badRange
        case .part(let range):
            status = .partialContent
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(file.size)"
            wanted = Int(range.lowerBound)...Int(range.upperBound)
        }
        headers[.contentLength] = String(wanted?.count ?? 0)
        guard let wanted else { return Response(status: status, headers: headers) }
        do {
            let body = try await FileIO().loadFile(path: file.path, range: wanted, context: context)
            return Response(status: status, headers: headers, body: body)
        } catch is HTTPError {
            // The file went away between the look at its size and this.
            throw StorageFailure.bytesGone
        }
    }

    /// To the second, which is all that a header can say.
    private func isUnchanged(_ file: StoredFile, since header: String?) -> Bool {
        guard let since = header.flatMap({ HTTPDate.date(http: $0) }) else { return false }
        return file.lastModified.timeIntervalSince1970.rounded(.down) <= since.timeIntervalSince1970
    }

    private var rememberedHeaders: HTTPFields {
        let changed = object.metadata["lastModified"]?.string.flatMap { HTTPDate.date(iso: $0) }
        var headers = headers(etag: object.metadata["eTag"]?.string, lastModified: changed)
        headers[.contentLength] = object.metadata["size"]?.int.map { String($0) }
        return headers
    }

    private func headers(etag: String?, lastModified: Date?) -> HTTPFields {
        var headers: HTTPFields = [
            // A page must not run in the browser as the project's own.
            .contentType: object.type.hasPrefix("text/html") ? "text/plain" : object.type,
            .acceptRanges: "bytes",
            .cacheControl: object.cacheControl,
        ]
        headers[.eTag] = etag
        headers[.lastModified] = lastModified.map { HTTPDate.http($0) }
        if let robots = HTTPField.Name("X-Robots-Tag") { headers[robots] = "none" }
        if let download {
            let name = PercentCoding.encoded(download)
            headers[.contentDisposition] =
                download.isEmpty ? "attachment;" : "attachment; filename=\(name); filename*=UTF-8''\(name);"
        }
        if let expires, let field = HTTPField.Name("Expires") {
            headers[.cacheControl] = nil
            headers[field] = HTTPDate.http(Date(timeIntervalSince1970: expires))
        }
        return headers
    }
}
