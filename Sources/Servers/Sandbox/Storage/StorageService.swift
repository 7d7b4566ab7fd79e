import Dataset
import HTTPTypes
import Hummingbird

/// A look-alike of Supabase's Storage: statuses, bodies and headers are those of the real service where a client can
/// tell. Rows lie in the sandbox's database, bytes in files.
struct StorageService: Sendable {
    let access: StorageAccess
    let bytes: StoredBytes

    private var library: StorageLibrary { access.library }
    private var signatures: Signatures { Signatures(tokens: access.tokens) }
    private var uploads: StorageUploads {
        StorageUploads(library: library, bytes: bytes, signatures: signatures)
    }
    private var changes: StorageChanges { StorageChanges(library: library, bytes: bytes) }
    private var buckets: StorageBuckets { StorageBuckets(library: library, bytes: bytes) }
    private var signing: StorageSigning { StorageSigning(library: library, signatures: signatures) }

    /// Answers a request below `/storage/v1`.
    ///
    /// - Parameters:
    ///   - path: what follows `/storage/v1`, as it stands in the request.
    ///   - authorization: as the gateway leaves it.
    func respond(
        to request: Request, path: Substring, authorization: String?, _ context: some RequestContext
    ) async throws -> Response {
        do {
            let method = request.method.rawValue
            guard let route = try StorageRoute(method: method, path: path) else {
                throw StorageFailure.noRoute(method, request.uri.string)
            }
            return try await answer(route, request, path, authorization, context)
        } catch let failure as StorageFailure {
            return failure.response(isHead: request.method == .head)
        }
    }

    private func answer(
        _ route: StorageRoute, _ request: Request, _ path: Substring, _ authorization: String?,
        _ context: some RequestContext
    ) async throws -> Response {
        switch route {
        case .status: return Response(status: .ok)
        case .version: return StorageResponse.text("0.0.0-sandbox")
        case .render: throw StorageFailure.noRendering
        case .object(let mode, let bucket, let key):
            let parameters = QueryText.parameters(request.uri.query)
            let claims =
                mode == .signed ? try signatures.check(parameters, "\(bucket)/\(key)", .download) : nil
            let object = try await access.object(mode, bucket, key, authorization: authorization)
            let answer = ObjectResponse(
                object: object, bytes: bytes, expires: claims?["exp"]?.double,
                download: parameters.first { $0.name == "download" }?.value)
            return try await answer.response(to: request, context)
        case .info(let mode, let bucket, let key):
            let object = try await access.object(mode, bucket, key, authorization: authorization)
            if request.method != .head { return StorageResponse.json(object.info) }
            return try await ObjectResponse(object: object, bytes: bytes).response(to: request, context)
        default: break
        }
        if case .uploadSigned(let bucket, let key) = route {
            return StorageResponse.json(try await uploads.uploadSigned(request, bucket, key))
        }
        let identity = try access.identity(authorization)
        return StorageResponse.json(try await guarded(route, request, path, identity))
    }

    /// The routes that need a key; all of them answer in JSON.
    private func guarded(
        _ route: StorageRoute, _ request: Request, _ path: Substring, _ identity: RolePool.Identity
    ) async throws -> JSONValue {
        switch route {
        case .signOne(let bucket, let key):
            let place = path.dropFirst("/object/sign/".count)
            return try await signing.one(bucket, key, path: place, try await body(of: request), as: identity)
        case .signMany(let bucket):
            return try await signing.many(bucket, try await body(of: request), as: identity)
        case .list(let bucket):
            return try await StorageListing(library: library)
                .entries(bucket, try await body(of: request), as: identity)
        case .listPages(let bucket):
            return try await StoragePages(library: library).page(
                bucket, try await body(of: request), as: identity)
        case .upload(let bucket, let key, let isUpdate):
            let mode: StorageUploads.Mode =
                isUpdate ? .mustReplace : isUpsert(request) ? .mayReplace : .mustBeNew
            return try await uploads.upload(request, bucket, key, mode, as: identity)
        case .signUpload(let bucket, let key):
            return try await uploads.sign(bucket, key, mayReplace: isUpsert(request), as: identity)
        case .remove(let bucket, let key):
            guard try await !changes.remove(bucket, [key], as: identity).isEmpty else {
                throw StorageFailure.objectNotFound
            }
            return .record(["message": "Successfully deleted"])
        case .removeMany(let bucket):
            guard let names = try await body(of: request)["prefixes"]?.array?.compactMap(\.string),
                !names.isEmpty
            else { throw StorageFailure.badBody("body must have required property 'prefixes'") }
            return .array(try await changes.remove(bucket, names, as: identity).map(\.listed))
        case .move: return try await changes.move(try await body(of: request), as: identity)
        case .copy: return try await changes.copy(try await body(of: request), as: identity)
        case .buckets: return .array(try await library.buckets(as: identity).map(\.json))
        case .createBucket: return try await buckets.create(try await body(of: request), as: identity)
        case .updateBucket(let id):
            return try await buckets.update(id, try await body(of: request), as: identity)
        case .emptyBucket(let id): return try await buckets.empty(id, as: identity)
        case .deleteBucket(let id): return try await buckets.delete(id, as: identity)
        case .bucket(let id):
            guard let bucket = try await library.bucket(id, as: identity) else {
                throw StorageFailure.bucketNotFound
            }
            return bucket.json
        case .object, .info, .uploadSigned, .render, .status, .version:
            throw StorageFailure.noRoute(request.method.rawValue, request.uri.string)
        }
    }

    private func isUpsert(_ request: Request) -> Bool {
        HTTPField.Name("x-upsert").flatMap { request.headers[$0] } == "true"
    }

    private func body(of request: Request) async throws -> JSONValue {
        let buffer = try await request.body.collect(upTo: 4 << 20)
        guard buffer.readableBytes > 0 else { return .object([]) }
        do throws(JSONError) {
            return try JSONValue(parsing: buffer.readableBytesView)
        } catch {
            throw StorageFailure.badBody("Unexpected token in JSON at position \(error.offset)")
        }
    }
}
