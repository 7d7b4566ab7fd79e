import Dataset

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
    static let signExpired = StorageFailure(
        "400", "InvalidJWT", "\"exp\" claim timestamp check failed", "InvalidJWT")
    static let signForAnother = StorageFailure(
        "400", "InvalidSignature", "Invalid signature", "InvalidSignature")
    static let noSignToken = StorageFailure(
        "400", "Error", "querystring must have required property 'token'", "InvalidRequest")
    static let badRange = StorageFailure(
        "416", "invalid_range", "The requested range is not satisfiable", "InvalidRange", http: 416)

    static func badKey(_ key: String) -> StorageFailure {
        StorageFailure("400", "InvalidKey", "Invalid key: \(key)", "InvalidKey")
    }

    static func badBody(_ message: String) -> StorageFailure {
        StorageFailure("400", "Error", message, "InvalidRequest")
    }

    static func noRoute(_ method: String, _ target: String) -> StorageFailure {
        StorageFailure(
            "404", "Not Found", "Route \(method):\(target) not found", "InvalidRequest", http: 404)
    }
}
