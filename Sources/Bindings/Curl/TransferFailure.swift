import CCurl
import CCurlShims
import Foundation

extension Transfer {
    /// What libcurl's result means for the caller; nil when the answer is complete.
    func failure(for code: CURLcode) -> HTTPError? {
        // The 417 of above, which libcurl would have repeated: an answer, though without its text.
        if sink.failure == .enough || code == CURLE_TOO_MANY_REDIRECTS { return nil }
        if code == CURLE_OK {
            return status == 0 ? error(.badReply, "answered with something that is not HTTP") : nil
        }
        // A refusal that came while the body was still being sent is an answer, even when the server then
        // closed the connection on what was left.
        if source != nil && status >= 400 && Self.brokenConnection.contains(code.rawValue) { return nil }
        if let failure = sinkFailure { return failure }
        if let failure = source?.failure { return error(.io, failure, names: false) }
        if let refusal = addressPolicy?.onlyRefusal {
            return error(.addressRefused, "was not asked: its address \(refusal) is not allowed")
        }
        let (kind, text) = explanation(of: code)
        return error(kind, text)
    }

    /// What the sink has to complain about.
    var sinkFailure: HTTPError? {
        switch sink.failure {
        case .tooLarge(let limit)?:
            error(
                .tooLarge(limit: limit), "sent more than the limit of \(limit) bytes; the rest was not read")
        case .io(let text)?: error(.io, text, names: false)
        case .wrongRange?: error(.badReply, "sent another part than the one that was asked for")
        case .shortRange?: error(.closedEarly, "sent only a piece of the part that was asked for")
        case .enough?, nil: nil
        }
    }

    /// The error for a cancelled task.
    var cancelled: HTTPError { error(.cancelled, "the request was cancelled", names: false) }

    private static let brokenConnection = [
        CURLE_SEND_ERROR.rawValue, CURLE_RECV_ERROR.rawValue, CURLE_PARTIAL_FILE.rawValue,
        CURLE_SEND_FAIL_REWIND.rawValue,
    ]

    private func error(_ kind: HTTPError.Kind, _ text: String, names: Bool = true) -> HTTPError {
        let message = names ? "\(address?.description ?? "the server") \(text)" : text
        let hasBody = (source?.length ?? 0) > 0
        return HTTPError(
            kind, message, bodyBytesSent: source?.sent ?? 0, mayHaveReachedServer: mayHaveReachedServer,
            bodyIsWhole: hasBody ? source?.wasWhole == true : mayHaveReachedServer, answer: brokenAnswer)
    }

    private func explanation(of code: CURLcode) -> (HTTPError.Kind, String) {
        let said = String(cString: curl_easy_strerror(code))
        return switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            (.couldNotResolve, "could not be reached: its host name has no address")
        case CURLE_COULDNT_RESOLVE_PROXY:
            (.couldNotResolve, "could not be reached: \(proxyName) has no address")
        case CURLE_COULDNT_CONNECT:
            (
                .couldNotConnect,
                "could not be reached: \(proxy.map { "the proxy \($0): " } ?? "")\(systemReason ?? said)"
            )
        case _ where proxyRefusal != nil: refusedByProxy
        case CURLE_OPERATION_TIMEDOUT: timeout
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT:
            (.tls, "could not be reached over TLS: \(libcurlWords ?? said)")
        case CURLE_PARTIAL_FILE: (.closedEarly, "closed the connection in the middle of its answer")
        case CURLE_GOT_NOTHING: (.emptyReply, "closed the connection without an answer")
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_SEND_FAIL_REWIND:
            (.connectionLost, "broke the connection (\(systemReason ?? said))")
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            (.badReply, "answered with something that is not HTTP")
        case CURLE_URL_MALFORMAT: (.invalidURL, "is not a URL that can be fetched")
        default: (.other, "could not be asked: \(said) (libcurl error \(code.rawValue))")
        }
    }

    private var timeout: (HTTPError.Kind, String) {
        var microseconds: curl_off_t = 0
        if let easy {
            shim_curl_get_offset(easy, CURLINFO_TOTAL_TIME_T, &microseconds)
        }
        if let total = request.totalTimeout, Int(microseconds) / 1000 >= total.milliseconds {
            return (.timedOut, "did not finish within \(total)")
        }
        if !mayHaveReachedServer {
            return (.couldNotConnect, "did not take the connection within \(request.connectTimeout)")
        }
        let limit = request.stallLimit ?? .init()
        return (.stalled, "moved fewer than \(limit.bytesPerSecond) bytes a second for \(limit.seconds) s")
    }

    /// The operating system's own word, as "Connection refused".
    private var systemReason: String? {
        var number = 0
        guard let easy, shim_curl_get_long(easy, CURLINFO_OS_ERRNO, &number) == CURLE_OK, number != 0 else {
            return nil
        }
        return String(cString: strerror(Int32(number)))
    }
}
