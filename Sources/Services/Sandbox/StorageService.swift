import Dataset
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// A look-alike of Supabase's Storage over the sample files, below `/storage/v1`.
///
/// Statuses, bodies and headers are those of the real service where a client can tell.
struct StorageService: HTTPResponder {
    typealias Context = BasicRequestContext

    let access: StorageAccess
    private let shelf: StorageShelf

    init(shelf: StorageShelf, tokens: TokenSigner) {
        self.shelf = shelf
        access = StorageAccess(shelf: shelf, tokens: tokens)
    }

    /// Serves on loopback until the task is cancelled; tells the base URL (without `/storage/v1`) once bound.
    func run(port: Int, onReady: @escaping @Sendable (String) async -> Void) async throws {
        var logger = Logger(label: "lorapipe.sandbox.storage")
        logger.logLevel = .critical
        let application = Application(
            responder: self, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { await onReady("http://127.0.0.1:\($0.localAddress?.port ?? port)") },
            logger: logger)
        do {
            try await application.run()
        } catch  where Task.isCancelled {
            // Being cancelled is how a service ends.
        } catch let error as IOError {
            throw SandboxError(
                message: "the storage cannot listen on 127.0.0.1:\(port): \(error)",
                hint: "choose another port, or 0 for any free one")
        }
    }

    @concurrent func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        do {
            return try await answer(request, context)
        } catch let failure as StorageFailure {
            return Self.response(failure, isHead: request.method == .head)
        }
    }

    private func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let method = request.method.rawValue
        guard let route = try StorageRoute(method: method, path: request.uri.path) else {
            throw StorageFailure.noRoute(method, request.uri.path)
        }
        let credentials = StorageAccess.Credentials(
            authorization: request.headers[.authorization],
            apikey: HTTPField.Name("apikey").flatMap { request.headers[$0] })
        switch route {
        case .status: return Response(status: .ok)
        case .object(let door, let bucket, let key):
            let signature = request.uri.queryParameters.get("token")
            try access.check(door, bucket, key, credentials, signature: signature)
            let object = try shelf.object(key)
            return try await ObjectAnswer(object: object, isSigned: door == .signed)
                .response(to: request, context)
        case .signOne(let bucket, let key):
            try access.checkSigning(bucket, credentials)
            guard shelf.holds(key) else { throw StorageFailure.objectNotFound }
            let seconds = try Self.expiry(in: try await Self.body(of: request))
            return Self.json(.record(["signedURL": .string(signedPath(bucket, key, seconds))]))
        case .signMany(let bucket):
            try access.checkSigning(bucket, credentials)
            return Self.json(try await signMany(bucket, Self.body(of: request)))
        }
    }

    private func signMany(_ bucket: String, _ body: JSONValue) throws(StorageFailure) -> JSONValue {
        let seconds = try Self.expiry(in: body)
        guard let paths = body["paths"]?.array?.map(\.string), (1...1000).contains(paths.count) else {
            throw .badBody("body/paths must hold 1 to 1000 items")
        }
        return .array(
            paths.map { path in
                let key = path ?? ""
                let isThere = shelf.holds(key)
                return .record([
                    "error": isThere
                        ? .null : "Either the object does not exist or you do not have access to it",
                    "path": .string(key),
                    "signedURL": isThere ? .string(signedPath(bucket, key, seconds)) : .null,
                ])
            })
    }

    /// Relative, and with the key as it is: the real service does not percent-encode it either.
    private func signedPath(_ bucket: String, _ key: String, _ seconds: Int64) -> String {
        "/object/sign/\(bucket)/\(key)?token=\(access.signature(for: bucket, key, expiresIn: seconds))"
    }

    private static func body(of request: Request) async throws -> JSONValue {
        let buffer = try await request.body.collect(upTo: 1 << 20)
        do throws(JSONError) {
            return try JSONValue(parsing: buffer.readableBytesView)
        } catch {
            throw StorageFailure.badBody("Unexpected token in JSON at position \(error.offset)")
        }
    }

    /// Seconds, as a number or as a string: the official Python client sends a string.
    private static func expiry(in body: JSONValue) throws(StorageFailure) -> Int64 {
        let given = body["expiresIn"]
        guard let seconds = given?.int ?? given?.string.flatMap({ Int64($0) }), seconds >= 1 else {
            throw .badBody("body/expiresIn must be >= 1")
        }
        return seconds
    }

    private static func response(_ failure: StorageFailure, isHead: Bool) -> Response {
        var response = json(failure.body, status: .init(code: failure.httpStatus))
        if failure.isUncacheable { response.headers[.cacheControl] = "no-store" }
        return isHead ? response.createHeadResponse() : response
    }

    private static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: value.text())))
    }
}
