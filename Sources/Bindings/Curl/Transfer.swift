import CCurl
import CCurlShims

/// One request on its way through libcurl: the easy handle and what its callbacks fill.
final class Transfer: @unchecked Sendable {
    // Unchecked: besides what is set once, everything is touched only on the loop's thread,
    // where libcurl calls back too.

    typealias Outcome = Result<HTTPResponse, HTTPError>

    let request: HTTPRequest
    let cancellation: CancellationFlag
    private let continuation: CheckedContinuation<Outcome, Never>
    private(set) var easy: UnsafeMutableRawPointer?
    private(set) var address: HTTPAddress?
    private(set) var source: UploadSource?
    let sink: BodySink
    /// Nil too when a proxy is asked instead.
    private(set) var addressPolicy: AddressPolicy?
    /// The proxy that the client was configured with.
    private(set) var proxy: ProxyAddress?
    /// libcurl counts what it says to a proxy as sent; only from here on the server may know of the request.
    private(set) var hasBegun = false
    /// Where libcurl puts its own words on a failure; lives as long as the handle.
    private let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private(set) var status = 0
    private(set) var headers: [(name: String, value: String)] = []
    /// What is done before the last byte of the body leaves, once it was begun.
    private var asking: Task<Void, Never>?
    /// Reports the result to the loop.
    private var onAnswer: (@Sendable (Transfer, String?) -> Void)?

    init(
        _ request: HTTPRequest, _ cancellation: CancellationFlag,
        _ continuation: CheckedContinuation<Outcome, Never>
    ) {
        self.request = request
        self.cancellation = cancellation
        self.continuation = continuation
        sink = BodySink(request.sink, resumeFrom: request.resumeFrom)
        addressPolicy = request.admits.map { AddressPolicy($0) }
        words.pointee = 0
    }

    deinit {
        if let easy { curl_easy_cleanup(easy) }
        curl_slist_free_all(headerList)
        words.deallocate()
    }

    /// What libcurl said of a failure, in a sentence; nil when it said nothing.
    var libcurlWords: String? { words.pointee == 0 ? nil : String(cString: words) }

    /// The request itself goes out, over a connection that stands.
    func begin() { hasBegun = true }

    /// Makes the easy handle, ready to be added to a multi handle.
    ///
    /// - Parameter onAnswer: called from any thread when what is done before the last byte has ended, with its trouble.
    func open(
        _ configuration: HTTPClient.Configuration,
        onAnswer: @escaping @Sendable (Transfer, String?) -> Void
    ) throws(HTTPError) -> UnsafeMutableRawPointer {
        let address = try HTTPAddress(request.url)
        self.address = address
        guard request.onBody == nil || request.singleUse else {
            throw HTTPError(.invalidRequest, "a body that can be sent twice can't be shown as it leaves")
        }
        self.onAnswer = onAnswer
        source = try UploadSource(
            request.body, beforeLastByte: request.beforeLastByte, onBody: request.onBody)
        guard let easy = curl_easy_init() else { throw HTTPError(.other, "libcurl is out of memory") }
        self.easy = easy
        let options = TransferOptions(easy: easy, request: request, address: address, uploads: source?.length)
        proxy = configuration.proxy
        if options.proxy(configuration) != .direct { addressPolicy = nil }
        try options.check(shim_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, words))
        headerList = try options.set(configuration)
        // libcurl holds no reference of ours: the loop keeps the transfer until the handle is out of the
        // multi.
        try options.setCallbacks(context: Unmanaged.passUnretained(self).toOpaque(), configuration)
        return easy
    }

    /// Begins what is to be done before the last byte leaves; never waits for it, since the loop's thread is
    /// everybody's.
    func ask(_ hook: @escaping UploadSource.Callback) {
        let onAnswer = onAnswer
        asking = Task {
            do {
                try await hook()
                onAnswer?(self, nil)
            } catch {
                onAnswer?(self, "\(error)")
            }
        }
    }

    /// Takes a header line as libcurl gives it: one at a time, the status line first, an empty one last.
    func takeHeader(_ line: UnsafeRawBufferPointer) {
        let text = String(decoding: line, as: UTF8.self).trimmingASCIIWhitespace()
        if text.hasPrefix("HTTP/") {
            // Another answer begins: the one after `100 Continue`, say.
            status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            headers = []
            sink.restart()
        } else if text.isEmpty {
            let range = headers.last { $0.name.lowercased() == "content-range" }
            sink.begin(status: status, range: range.flatMap { ContentRange($0.value) })
        } else if let colon = text.firstIndex(of: ":") {
            let value = String(text[text.index(after: colon)...]).trimmingASCIIWhitespace()
            headers.append((name: String(text[..<colon]), value: value))
        }
    }

    /// Closes the sink and gives the waiting task its outcome. Called exactly once.
    func finish(_ code: CURLcode) {
        let failure = failure(for: code)
        sink.finish(complete: failure == nil)
        // Completing the file can fail as well.
        if let failure = failure ?? sinkFailure {
            give(.failure(failure))
        } else {
            let response = HTTPResponse(
                status: status, headers: headers, body: sink.bytes, bytesReceived: sink.received)
            give(.success(response))
        }
    }

    /// Gives the waiting task an error that libcurl has no code for. In place of the other `finish`.
    func finish(_ error: HTTPError) {
        sink.finish(complete: false)
        give(.failure(error))
    }

    /// What was begun before the last byte is waited for: it may still be writing, and the sender must not go on
    /// beside it.
    private func give(_ outcome: Outcome) {
        guard let asking else { return continuation.resume(returning: outcome) }
        Task { [continuation] in
            await asking.value
            continuation.resume(returning: outcome)
        }
    }
}

extension String {
    func trimmingASCIIWhitespace() -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let bytes = utf8.drop(while: isSpace)
        guard let last = bytes.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(self[bytes.startIndex...last])
    }
}
