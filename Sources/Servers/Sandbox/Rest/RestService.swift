import Dataset
import HTTPTypes
import Hummingbird
import NIOCore
import Postgres

/// The reading part of PostgREST over the sandbox's database: its URL grammar becomes SQL that runs as the role of
/// the request's key.
struct RestService: Sendable {
    let pool: RolePool
    let tokens: TokenSigner
    let maxRows: Int

    /// Answers a request below `/rest/v1`.
    ///
    /// - Parameters:
    ///   - path: what follows `/rest/v1`.
    ///   - authorization: as the gateway leaves it.
    func respond(to request: Request, path: Substring, authorization: String?) async throws -> Response {
        let isHead = request.method == .head
        do {
            return try await answer(request, path, authorization)
        } catch let failure as RestFailure {
            return failure.response(isHead: isHead)
        }
    }

    private func answer(_ request: Request, _ path: Substring, _ authorization: String?) async throws
        -> Response
    {
        let identity = try identity(authorization)
        guard let name = PercentCoding.decoded(path.dropFirst()), !name.isEmpty else {
            throw RestFailure.noRoot
        }
        if name.hasPrefix("rpc/") { throw RestFailure.noFunction(String(name.dropFirst(4))) }
        guard !path.dropFirst().contains("/") else { throw RestFailure.noPath }
        guard [.get, .head].contains(request.method) else {
            throw RestFailure.readOnly(request.method.rawValue)
        }
        let schema = HTTPField.Name("Accept-Profile").flatMap { request.headers[$0] } ?? "public"
        guard schema == "public" else { throw RestFailure.noSchema(schema) }
        let wish = try RestPreference(request.headers)
        // PostgREST heeds a range on GET alone.
        let range = request.method == .get ? request.headers[.range] : nil
        let query = try RestRequest(
            table: name, parameters: QueryText.parameters(request.uri.query).filter { $0.name != "apikey" },
            range: range)
        let page = try await page(query.root, schema, wish, identity)
        var response = try wish.response(page)
        if let place = HTTPField.Name("Content-Location") { response.headers[place] = request.uri.string }
        if let profile = HTTPField.Name("Content-Profile") { response.headers[profile] = schema }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func page(
        _ root: RestNode, _ schema: String, _ wish: RestPreference, _ identity: RolePool.Identity
    ) async throws -> RestPage {
        do {
            return try await pool.transaction(as: identity) { [maxRows] connection in
                var statement = RestStatement(
                    catalogue: RestCatalogue(connection: connection), schema: schema, maxRows: maxRows)
                let (page, all) = try await statement.render(root)
                let total = try await wish.count.number(of: all, maxRows: maxRows, connection)
                let answer = try await connection.execute(page.sql, page.parameters)
                guard let row = answer.first, row.count == 2, let json = row[0],
                    let rows = row[1].flatMap({ Int($0) })
                else {
                    throw RestFailure(status: 500, code: "PGRSTX00", message: "the database answered no row")
                }
                return RestPage(json: json, rows: rows, offset: root.offset ?? 0, total: total)
            }
        } catch let error as PostgresError {
            throw RestFailure(error, role: identity.role, schema: schema)
        }
    }

    /// The role and claims of a token; `anon` without one.
    private func identity(_ authorization: String?) throws(RestFailure) -> RolePool.Identity {
        guard let authorization, authorization.lowercased().hasPrefix("bearer ") else { return .anonymous }
        let token = String(authorization.dropFirst("bearer ".count))
        do throws(TokenSigner.Fault) {
            let claims = try tokens.claims(of: token)
            return RolePool.Identity(role: claims["role"]?.string ?? "anon", claims: claims.text())
        } catch {
            switch error {
            case .expired: throw .token("PGRST303", "JWT expired")
            case .badSignature:
                throw .token(
                    "PGRST301", "No suitable key or wrong key type",
                    "None of the keys was able to decode the JWT")
            case .malformed:
                let parts = token.split(separator: ".", omittingEmptySubsequences: false).count
                throw token.isEmpty
                    ? .token("PGRST301", "Empty JWT is sent in Authorization header")
                    : parts == 3
                        ? .token("PGRST301", "JWT cryptographic operation failed")
                        : .token("PGRST301", "Expected 3 parts in JWT; got \(parts)")
            }
        }
    }
}
