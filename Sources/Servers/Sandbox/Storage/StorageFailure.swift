import Dataset
import HTTPTypes
import Hummingbird
import NIOCore

/// An error as Storage answers it: nearly always HTTP 400, with the true status as a string in the body.
struct StorageFailure: Error, Sendable, Equatable {
    /// The status of the HTTP answer.
    let httpStatus: Int
    /// The body.
    let body: JSONValue
    var isUncacheable = false

    private init(_ status: String, _ error: String, _ message: String, _ code: String, http: Int = 400) {
        httpStatus = http
        body = .record([
            "statusCode": .string(status), "error": .string(error), "message": .string(message),
            "code": .string(code),
        ])
    }

    func response(isHead: Bool) -> Response {
        var response = StorageResponse.json(body, .init(code: httpStatus))
        if isUncacheable { response.headers[.cacheControl] = "no-store" }
        return isHead ? response.createHeadResponse() : response
    }

    private init(uncacheable body: JSONValue) {
        httpStatus = 400
        self.body = body
        isUncacheable = true
    }

    static let objectNotFound = StorageFailure("404", "not_found", "Object not found", "NoSuchKey")
    static let bucketNotFound = StorageFailure("404", "Bucket not found", "Bucket not found", "NoSuchBucket")
    /// The object is known and its bytes are not there; the service orders these members in another way.
    static let bytesGone = StorageFailure(
        uncacheable: .record([
            "error": "Not found", "message": "The resource was not found", "statusCode": "404",
            "code": "NoSuchKey",
        ]))
    static let noAuthorization = StorageFailure(
        "400", "Error", "headers must have required property 'authorization'", "InvalidRequest")
    static let badToken = StorageFailure("403", "Unauthorized", "Invalid Compact JWS", "AccessDenied")
    static let badSignature = StorageFailure(
        "403", "Unauthorized", "signature verification failed", "AccessDenied")
    static let keyExpired = StorageFailure(
        "403", "Unauthorized", "\"exp\" claim timestamp check failed", "AccessDenied")
    static let signExpired = StorageFailure(
        "400", "InvalidJWT", "\"exp\" claim timestamp check failed", "InvalidJWT")
    static let signForAnother = StorageFailure(
        "400", "InvalidSignature", "Invalid signature", "InvalidSignature")
    static let noSignToken = StorageFailure(
        "400", "Error", "querystring must have required property 'token'", "InvalidRequest")
    static let refusedByPolicy = StorageFailure(
        "403", "Unauthorized", "new row violates row-level security policy", "AccessDenied")
    static let alreadyThere = StorageFailure(
        "409", "Duplicate", "The resource already exists", "KeyAlreadyExists")
    static let bucketAlreadyThere = StorageFailure(
        "409", "Duplicate", "The resource already exists", "BucketAlreadyExists")
    static let bucketNotEmpty = StorageFailure(
        "409", "ResourceNotEmpty", "The bucket you tried to delete is not empty", "ResourceNotEmpty")
    static let tooLarge = StorageFailure(
        "413", "Payload too large", "The object exceeded the maximum allowed size", "EntityTooLarge")
    static let badBucketName = StorageFailure(
        "400", "Invalid Input", "Bucket name invalid", "InvalidBucketName")
    static let noContent = StorageFailure("400", "Error", "No content provided", "InvalidRequest")
    /// Resizing is not on every plan, and not in the sandbox.
    static let noRendering = StorageFailure(
        "403", "FeatureNotEnabled", "feature not enabled for this tenant", "FeatureNotEnabled", http: 403)
    static let databaseTimeout = StorageFailure(
        "544", "DatabaseTimeout", "The connection to the database timed out", "DatabaseTimeout", http: 544)
    static let badRange = StorageFailure(
        "416", "invalid_range", "The requested range is not satisfiable", "InvalidRange", http: 416)

    static func badKey(_ key: String) -> StorageFailure {
        StorageFailure("400", "InvalidKey", "Invalid key: \(key)", "InvalidKey")
    }

    static func badType(_ type: String) -> StorageFailure {
        StorageFailure("415", "invalid_mime_type", "mime type \(type) is not supported", "InvalidMimeType")
    }

    static func badParameter(_ name: String) -> StorageFailure {
        StorageFailure("400", "InvalidParameter", "Invalid Parameter \(name)", "InvalidParameter")
    }

    static func internalError(_ message: String) -> StorageFailure {
        StorageFailure("500", "Internal", message, "InternalError", http: 500)
    }

    static func badBody(_ message: String) -> StorageFailure {
        StorageFailure("400", "Error", message, "InvalidRequest")
    }

    static func noRoute(_ method: String, _ target: String) -> StorageFailure {
        StorageFailure(
            "404", "Not Found", "Route \(method):\(target) not found", "InvalidRequest", http: 404)
    }
}

/// Answers in JSON.
enum StorageResponse {
    static func json(_ value: JSONValue, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: value.text())))
    }

    static func text(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
