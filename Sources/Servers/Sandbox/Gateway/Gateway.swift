import Dataset
import Foundation
import HTTPTypes
import Hummingbird
import Web

/// The one port of the API, as Supabase's gateway offers it: it resolves keys and hands each request to the service
/// behind its path. A base path before `/rest/v1` or `/storage/v1` is stepped over.
struct Gateway: HTTPResponder {
    typealias Context = WebContext

    let keys: GatewayKeys
    let rest: RestService
    let storage: StorageService
    let faults: FaultInjector

    /// Serves on loopback until the task is cancelled; passes on the base URL once bound.
    func run(port: Int, onReady: @escaping @Sendable (String) async -> Void) async throws {
        let server = WebServer("sandbox.gateway", at: ListeningAddress(host: "127.0.0.1"), port: port)
        do {
            try await server.run(self, onReady: onReady)
        } catch let error as WebServerError {
            throw SandboxError(
                message: "the gateway cannot start: \(error.message)",
                hint: "choose another port, or 0 for any free one")
        }
    }

    @concurrent func respond(to request: Request, context: WebContext) async throws -> Response {
        try await faults.respond(to: request, context) { request in
            try await answer(request, context)
        }
    }

    private func answer(_ request: Request, _ context: WebContext) async throws -> Response {
        do {
            switch ServiceRoute(request.uri.path) {
            case .rest(let path):
                let authorization = try authorization(of: request, isKeyNeeded: true)
                return try await rest.respond(to: request, path: path, authorization: authorization)
            case .storage(let path):
                let authorization = try authorization(of: request, isKeyNeeded: false)
                return try await storage.respond(
                    to: request, path: path, authorization: authorization, context)
            case nil: break
            }
        } catch let refusal as GatewayKeys.Refusal {
            return Self.json(refusal.body, .unauthorized, isHead: request.method == .head)
        }
        return Self.json(
            .record(["message": "no Route matched with those values"]), .notFound,
            isHead: request.method == .head)
    }

    private func authorization(of request: Request, isKeyNeeded: Bool) throws(GatewayKeys.Refusal) -> String?
    {
        let header = HTTPField.Name("apikey").flatMap { request.headers[$0] }
        let parameter = QueryText.parameters(request.uri.query).first { $0.name == "apikey" }?.value
        return try keys.authorization(
            apikey: header ?? parameter, authorization: request.headers[.authorization],
            userAgent: request.headers[.userAgent], isKeyNeeded: isKeyNeeded)
    }

    private static func json(_ body: JSONValue?, _ status: HTTPResponse.Status, isHead: Bool) -> Response {
        guard let body else { return Response(status: status) }
        let response = Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: body.text())))
        return isHead ? response.createHeadResponse() : response
    }
}
