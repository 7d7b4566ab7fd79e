/// A complete answer, whatever its status.
public struct HTTPResponse: Sendable {
    /// The status code, 200 to 599.
    public let status: Int
    /// The header lines in the order in which they came; of the final answer only.
    public let headers: [(name: String, value: String)]
    /// The body; empty when it went into a file.
    public let body: [UInt8]
    /// How many bytes of body arrived, wherever they went.
    public let bytesReceived: Int64

    init(status: Int, headers: [(name: String, value: String)], body: [UInt8], bytesReceived: Int64) {
        self.status = status
        self.headers = headers
        self.body = body
        self.bytesReceived = bytesReceived
    }

    /// The same answer with another body, as one without what must not be shown.
    public func with(body: [UInt8]) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers, body: body, bytesReceived: bytesReceived)
    }

    /// The first header of that name, in any case; nil when there is none.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    /// The body as text; bytes that aren't UTF-8 become replacement characters.
    public var text: String { String(decoding: body, as: UTF8.self) }
}

/// What a server had said before its answer broke off: whether, and how, the rest can be asked for.
public struct BrokenResponse: Sendable, Equatable {
    /// The answer's status.
    public let status: Int
    /// The version that the bytes so far are of; nil when the server did not name it.
    public let etag: String?
    /// Whether the server said that it gives no parts (`Accept-Ranges: none`).
    public let refusesRanges: Bool
}

extension Transfer {
    /// The answer so far; nil before its status line.
    var brokenAnswer: BrokenResponse? {
        guard status != 0 else { return nil }
        func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
        return BrokenResponse(
            status: status, etag: header("etag"),
            refusesRanges: header("accept-ranges")?.lowercased() == "none")
    }
}
