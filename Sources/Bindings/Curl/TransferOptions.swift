import CCurl
import CCurlShims
import Foundation

/// Tells one easy handle everything about one request. A refused option is an error, never passed over: some
/// of them are the defence.
struct TransferOptions {
    let easy: UnsafeMutableRawPointer
    let request: HTTPRequest
    let address: HTTPAddress
    /// The length of the body; nil without one.
    let uploads: Int64?

    /// Sets all but the callbacks. The list returned must live as long as the handle: libcurl "does not copy
    /// the list".
    func set(_ configuration: HTTPClient.Configuration) throws(HTTPError) -> UnsafeMutablePointer<curl_slist>?
    {
        try setMethod()
        try set(CURLOPT_URL, address.url)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        // libcurl asks again after a 417, without its own Expect but with ours: for ever.
        try set(CURLOPT_MAXREDIRS, 0)
        try set(CURLOPT_PATH_AS_IS, 1)
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        // Without this libcurl uses signals for timeouts and lets SIGPIPE through, which would end the
        // process.
        try set(CURLOPT_NOSIGNAL, 1)
        // A cancelled transfer must not wait for a resolver thread that hangs.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try set(CURLOPT_BUFFERSIZE, 1 << 17)
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        try set(CURLOPT_USERAGENT, configuration.userAgent)
        if let file = configuration.authorities { try set(CURLOPT_CAINFO, file) }
        try setProxy(proxy(configuration))
        try setTimes()
        try setRange()
        try setSignature()
        if request.singleUse {
            try set(CURLOPT_FRESH_CONNECT, 1)
            try set(CURLOPT_FORBID_REUSE, 1)
        }
        return try setHeaders()
    }

    /// Points libcurl's callbacks at a transfer.
    func setCallbacks(
        context: UnsafeMutableRawPointer, _ configuration: HTTPClient.Configuration
    ) throws(HTTPError) {
        try check(shim_curl_set_data_callback(easy, CURLOPT_WRITEFUNCTION, receiveBody))
        try check(shim_curl_set_pointer(easy, CURLOPT_WRITEDATA, context))
        try check(shim_curl_set_data_callback(easy, CURLOPT_HEADERFUNCTION, receiveHeader))
        try check(shim_curl_set_pointer(easy, CURLOPT_HEADERDATA, context))
        if request.admits != nil && proxy(configuration) == .direct {
            try check(shim_curl_set_open_socket_callback(easy, openSocket))
            try check(shim_curl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, context))
            try check(shim_curl_set_before_request_callback(easy, checkPeer))
            try check(shim_curl_set_pointer(easy, CURLOPT_PREREQDATA, context))
        }
        guard uploads != nil else { return }
        try check(shim_curl_set_data_callback(easy, CURLOPT_READFUNCTION, giveBody))
        try check(shim_curl_set_pointer(easy, CURLOPT_READDATA, context))
        // A body that can't be rewound can't be sent a second time: libcurl then fails with "send fail
        // rewind".
        if !request.singleUse {
            try check(shim_curl_set_seek_callback(easy, rewindBody))
            try check(shim_curl_set_pointer(easy, CURLOPT_SEEKDATA, context))
        }
    }

    /// Chosen here only for requests that have to know it; nil leaves the choice to libcurl.
    private func proxy(_ configuration: HTTPClient.Configuration) -> ProxyChoice? {
        if address.origin.isLoopback || !configuration.usesProxyOfEnvironment { return .direct }
        if request.admits == nil { return nil }
        return ProxyChoice(for: address.origin, environment: ProcessInfo.processInfo.environment)
    }

    private func setProxy(_ choice: ProxyChoice?) throws(HTTPError) {
        switch choice {
        case .direct?: try set(CURLOPT_PROXY, "")
        case .proxy(let proxy)?:
            try set(CURLOPT_PROXY, proxy)
            // Overrides the environment's: libcurl's choice and ours must not differ.
            try set(CURLOPT_NOPROXY, "")
        case nil: return
        }
    }

    private func setRange() throws(HTTPError) {
        guard request.resumeFrom != 0 else { return }
        guard request.resumeFrom > 0, request.method == "GET", case .file(let path, _, _) = request.sink,
            !request.headers.contains(where: { $0.name.lowercased() == "range" })
        else {
            throw HTTPError(.invalidRequest, "only a GET into a file, without a Range of its own, can resume")
        }
        var status = stat()
        guard stat(path, &status) == 0, Int64(status.st_size) >= request.resumeFrom else {
            throw HTTPError(.io, "\(path) does not hold the beginning that was to be completed")
        }
        try set(CURLOPT_RANGE, "\(request.resumeFrom)-")
    }

    private func setSignature() throws(HTTPError) {
        guard let signature = request.signature else { return }
        try set(CURLOPT_AWS_SIGV4, signature.scope())
        // Not as one text: in that, a colon ends the name.
        try set(CURLOPT_USERNAME, signature.accessKeyID)
        try set(CURLOPT_PASSWORD, signature.secretAccessKey)
    }

    private func setMethod() throws(HTTPError) {
        let method = request.method
        guard !method.isEmpty, method.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw HTTPError(.invalidRequest, "a method is written in capital letters, like GET")
        }
        switch (method, uploads) {
        case ("GET", nil): try set(CURLOPT_HTTPGET, 1)
        case ("HEAD", nil): try set(CURLOPT_NOBODY, 1)
        case (_, let length?):
            try set(CURLOPT_POST, 1)
            try check(shim_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(length)))
            try set(CURLOPT_UPLOAD_BUFFERSIZE, 1 << 18)
            if method != "POST" { try set(CURLOPT_CUSTOMREQUEST, method) }
        case ("POST", nil), ("PUT", nil), ("PATCH", nil):
            // Says "no body" by `Content-Length: 0`, which servers want with these methods.
            try set(CURLOPT_POST, 1)
            try check(shim_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, 0))
            if method != "POST" { try set(CURLOPT_CUSTOMREQUEST, method) }
        default: try set(CURLOPT_CUSTOMREQUEST, method)
        }
    }

    private func setTimes() throws(HTTPError) {
        try set(CURLOPT_CONNECTTIMEOUT_MS, max(1, request.connectTimeout.milliseconds))
        if let limit = request.stallLimit {
            try set(CURLOPT_LOW_SPEED_LIMIT, limit.bytesPerSecond)
            try set(CURLOPT_LOW_SPEED_TIME, limit.seconds)
        }
        if let total = request.totalTimeout { try set(CURLOPT_TIMEOUT_MS, max(1, total.milliseconds)) }
        if request.expect100 {
            try set(CURLOPT_EXPECT_100_TIMEOUT_MS, max(1, request.expect100Timeout.milliseconds))
        }
    }

    private func set(_ option: CURLoption, _ value: Int) throws(HTTPError) {
        try check(shim_curl_set_long(easy, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(HTTPError) {
        try check(shim_curl_set_string(easy, option, value))
    }

    func check(_ code: CURLcode) throws(HTTPError) {
        if code != CURLE_OK {
            throw HTTPError(.other, "libcurl refused an option: \(String(cString: curl_easy_strerror(code)))")
        }
    }
}

extension Duration {
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
