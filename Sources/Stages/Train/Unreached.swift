import Curl

/// Why no answer came from a trainer, and what to look at.
extension TrainerClient {
    /// The error of a call that got no answer.
    func unreached(_ error: HTTPError) -> TrainError {
        // Asking a proxy again does not change its mind, where a trainer that is down may come back.
        var kind = TrainError.Kind.unreachable
        if case .proxyRefused(let status) = error.kind, status < 500 { kind = .refused(status: status) }
        return TrainError(
            kind, "the trainer at \(endpoint.url) could not be reached: \(error.message)",
            hint: hint(for: error)
        )
    }

    /// What to do about it.
    func hint(for error: HTTPError) -> String {
        switch error.kind {
        case .tls:
            return endpoint.authorities.map {
                "check that \($0) holds the authority that signed the trainer's certificate, and that the certificate names this host"
            }
                ?? "where the trainer's certificate is of a private authority, name that authority's PEM file: train.ca in the pipeline file, --ca or LORAPIPE_CA"
        case .proxyRefused(407): return Self.proxyPasswordHint
        case .proxyRefused:
            return
                "ask who runs the proxy whether it may pass to \(endpoint.url), or name another by train.proxy"
        case .couldNotResolve,
            .couldNotConnect where endpoint.proxy != nil:
            return "check train.proxy (--proxy, LORAPIPE_PROXY), and that the proxy is up"
        default: return "check train.endpoint, and that the trainer is up (lorapipe health)"
        }
    }

    /// What to do when a proxy asks who we are.
    static let proxyPasswordHint =
        "give the proxy's user name and password: train.proxy (or LORAPIPE_PROXY) as http://user:password@host:port"
}
