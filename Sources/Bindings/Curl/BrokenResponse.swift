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
