import Foundation
import MusubiAPI
import Train

/// `LORAPIPE_TOKEN`, which belongs to the trainer that it was set for: the one of `LORAPIPE_ENDPOINT`, or one that a command
/// line names. An address out of the ledger may be anybody's by now, and gets it only where it is that of
/// `LORAPIPE_ENDPOINT`.
struct EnvironmentToken {
    private let token: String?
    private let url: String?

    init(_ environment: [String: String]) {
        token = environment["LORAPIPE_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
        // An address that can't be read is no trainer's, so the token is for none.
        url = (try? Endpoint(environment["LORAPIPE_ENDPOINT"] ?? ""))?.url
    }

    /// A trainer by its address out of the ledger.
    func endpoint(_ address: String, _ dialect: Dialect) throws(EndpointError) -> Endpoint {
        let endpoint = try Endpoint(address, dialect: dialect)
        guard let token else { return endpoint }
        if endpoint.url == url { return try Endpoint(address, dialect: dialect, token: token) }
        return endpoint.withholding(
            "LORAPIPE_TOKEN was not sent to it: "
                + (url.map { "that is the token of \($0)" } ?? "LORAPIPE_ENDPOINT does not say whose it is")
                + ". To send it, name this trainer with --endpoint \(endpoint.url), or --pipeline FILE with its train.token"
        )
    }
}
