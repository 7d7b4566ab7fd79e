import Dataset
import Foundation
import HTTPTypes
import Hummingbird

/// What an upload carries, whichever way it came: as a body of its own, or as a form's file.
struct UploadedFile {
    let bytes: [UInt8]
    let type: String
    let cacheControl: String
    let metadata: JSONValue?

    /// - Parameter limit: the most bytes that the bucket takes.
    init(_ request: Request, limit: Int64) async throws {
        let type = request.headers[.contentType] ?? "application/octet-stream"
        let isForm = type.lowercased().hasPrefix("multipart/form-data")
        // A form has its own words beside the file's bytes.
        let most = Int(limit) + (isForm ? 1 << 16 : 0)
        var body: [UInt8] = []
        for try await buffer in request.body {
            guard body.count + buffer.readableBytes <= most else { throw StorageFailure.tooLarge }
            body += buffer.readableBytesView
        }
        if isForm {
            guard let form = Multipart(body, contentType: type), let file = form.parts.last(where: \.isFile)
            else {
                throw StorageFailure.noContent
            }
            bytes = Array(file.bytes)
            self.type = form.field("contentType") ?? file.type ?? "application/octet-stream"
            cacheControl = form.field("cacheControl").map { "max-age=\($0)" } ?? "no-cache"
            metadata = try form.field("metadata").map(Self.json)
        } else {
            bytes = body
            self.type = type
            cacheControl = request.headers[.cacheControl] ?? "no-cache"
            let encoded = HTTPField.Name("x-metadata").flatMap { request.headers[$0] }
            metadata = try encoded.map { text in
                guard let data = Data(base64Encoded: text) else {
                    throw StorageFailure.badParameter("x-metadata")
                }
                return try Self.json(String(decoding: data, as: UTF8.self))
            }
        }
        if bytes.count > limit { throw StorageFailure.tooLarge }
    }

    private static func json(_ text: String) throws(StorageFailure) -> JSONValue {
        // As the service: the position of the fault is not reported.
        guard let value = try? JSONValue(parsing: text), value.members != nil else {
            throw .badParameter("metadata")
        }
        return value
    }
}
