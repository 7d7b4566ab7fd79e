import Curl

/// One POST of a notice.
struct WebhookPost: Sendable {
    /// Why it was not delivered, without the address.
    struct Failure: Sendable, Equatable {
        let words: String
        /// Whether the same may well succeed a little later.
        let mayPass: Bool
    }

    private let http: HTTPClient

    init(_ http: HTTPClient) { self.http = http }

    /// nil when it was taken.
    func callAsFunction(_ request: HTTPRequest) async -> Failure? {
        do {
            let response = try await http.send(request)
            switch response.status {
            case 200..<300: return nil
            case 300..<400:
                return Failure(
                    words: "answered \(response.status), and a notice follows no redirect", mayPass: false)
            default:
                // Not its text: a service may repeat the address.
                return Failure(
                    words: "answered \(response.status)",
                    mayPass: response.status >= 500 || response.status == 429)
            }
        } catch {
            return Failure(
                words: "got no answer: \(Self.words(error.kind))", mayPass: error.kind != .cancelled)
        }
    }

    /// Words of our own: an error's message holds the path, and a webhook's path is its password.
    private static func words(_ kind: HTTPError.Kind) -> String {
        switch kind {
        case .couldNotResolve: "its host has no address"
        case .proxyRefused: "a proxy on the way refused it"
        case .couldNotConnect: "nobody takes connections there"
        case .tls: "no encrypted connection could be made"
        case .timedOut, .stalled: "it took too long"
        case .closedEarly, .emptyReply, .connectionLost: "the connection broke"
        case .badReply, .tooLarge: "what came back is no answer"
        case .cancelled: "interrupted"
        case .addressRefused, .invalidURL, .invalidRequest, .io, .other: "it could not be sent"
        }
    }
}
