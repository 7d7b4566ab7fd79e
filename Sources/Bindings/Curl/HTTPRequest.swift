/// One HTTP request. Redirects are never followed (the answer is the 3xx itself), no content encoding is
/// asked for, and HTTP/1.1 is spoken: lengths and byte counts are those of the thing itself.
public struct HTTPRequest: Sendable {
    /// What is sent.
    public enum Body: Sendable {
        case none
        /// Bytes in memory.
        case bytes([UInt8])
        /// A file, streamed. `length` is its exact size in bytes: any other size on disk is an `io` error,
        /// before anything is sent.
        case file(path: String, length: Int64)
    }

    /// Where the answer's body goes. The limits are in bytes and counted as they arrive, whatever length was
    /// announced.
    public enum Sink: Sendable {
        /// Into `HTTPResponse.body`.
        case memory(limit: Int)
        /// Into a file that is made or overwritten, but only when the status is 2xx: the body of any other
        /// answer goes to `HTTPResponse.body`, cut at 64 KiB. The limit is that of the whole file, with what was
        /// there already when the request resumes. A file that could not be completed is removed, or, with
        /// `keepsPartial`, left with the bytes that arrived, for `resumeFrom`; one that no byte was to be
        /// written to is not touched.
        case file(path: String, limit: Int64, keepsPartial: Bool = false)
    }

    /// The transfer is given up when fewer than `bytesPerSecond` move, up or down, for `seconds` on end.
    /// Waiting for an answer counts as not moving.
    public struct StallLimit: Sendable, Equatable {
        /// The least speed, in bytes a second.
        public var bytesPerSecond: Int
        /// How long it may stay below, in whole seconds.
        public var seconds: Int

        /// A limit.
        public init(bytesPerSecond: Int = 100, seconds: Int = 30) {
            self.bytesPerSecond = bytesPerSecond
            self.seconds = seconds
        }
    }

    /// An absolute http or https URL without credentials.
    public var url: String
    /// `GET`, `HEAD`, `POST`, …
    public var method: String
    /// Header lines; a name may stand twice.
    public var headers: [(name: String, value: String)]
    /// What is sent.
    public var body: Body
    /// Where the answer goes.
    public var sink: Sink
    /// How many bytes of the sink's file are there from an earlier try; only the rest is asked for. When the
    /// server sends it (206), the file is cut to this length and completed; when it sends everything (200), the
    /// file is written anew. A rest that begins elsewhere is a `badReply`, one that ends early `closedEarly`.
    /// The server says 416 when there is no rest. To be sure that the rest belongs to the same thing, send its
    /// ETag as `If-Range`.
    public var resumeFrom: Int64 = 0
    /// How long making the connection may take, TLS included.
    public var connectTimeout: Duration = .seconds(10)
    /// When a slow transfer is given up; nil for never.
    public var stallLimit: StallLimit? = StallLimit()
    /// How long the whole request may take; nil for as long as it moves.
    public var totalTimeout: Duration?
    /// For requests that must not be sent twice: a fresh connection that is not used again, and a body that
    /// can't be rewound. libcurl otherwise repeats a POST silently when a kept connection dies before the
    /// answer.
    public var singleUse = false
    /// Asks the server to accept or refuse by the headers, before the body is sent. One that knows no such
    /// expectation answers 417, and then nothing of the body has left.
    public var expect100 = false
    /// How long to wait for that word; then the body is sent all the same.
    public var expect100Timeout: Duration = .seconds(10)
    /// Which addresses may be talked to; nil for all. Asked on libcurl's thread for each address when its socket
    /// is about to be opened, after the name was resolved, and for the address of a kept connection before it
    /// is used again; must be quick. libcurl goes on to the host's next address after a refusal; when all that
    /// it tried were refused the error is `addressRefused`.
    ///
    /// Not asked when the request goes through a proxy: then the proxy resolves the name, and only it could
    /// tell. (Entries of `no_proxy` that are networks, as `10.0.0.0/8`, are not heeded then.)
    public var admits: (@Sendable (PeerAddress) -> Bool)?
    /// Signs the request; nil for none. For GET, HEAD and DELETE without a body, with headers of plain values,
    /// each name once, and without an `Authorization`.
    public var signature: RequestSignature?
    /// Called on libcurl's thread, each time a piece of the body was sent: bytes so far, bytes in all.
    /// Must be quick.
    public var onUpload: (@Sendable (_ sent: Int64, _ total: Int64) -> Void)?

    /// Called on libcurl's thread with each piece of the body, in order, before it is sent: with exactly the
    /// bytes that leave. The pointer is good only during the call. Must be quick. For `singleUse` requests alone: of
    /// a body that is rewound the pieces would come twice.
    public var onBody: (@Sendable (UnsafeRawBufferPointer) -> Void)?

    /// Called once, in a task of its own, when the system has taken every byte of the body but the last; that byte was
    /// shown to `onBody` before, and leaves only when this has returned. When it throws, the transfer is given up with
    /// an `io` error in the thrown error's words, and the server never has the whole request. May take its time, as for
    /// an fsync: this transfer is paused meanwhile, and all others go on. `send` does not return before it has, not
    /// even when its task is cancelled. Not called for an empty body, nor when the server refuses before.
    public var beforeLastByte: (@Sendable () async throws -> Void)?

    /// A request, by default a GET into memory of at most 1 MiB.
    public init(
        _ url: String, method: String = "GET", headers: [(name: String, value: String)] = [],
        body: Body = .none,
        sink: Sink = .memory(limit: 1 << 20)
    ) {
        self.url = url
        self.method = method
        self.headers = headers
        self.body = body
        self.sink = sink
    }
}
