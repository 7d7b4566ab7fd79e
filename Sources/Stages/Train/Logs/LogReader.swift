import Curl
import Dataset
import MusubiAPI

/// A log that is read again and again, at as little cost as the server allows: not at all where it says that nothing
/// changed, only the rest where it gives one, and never taken apart where it is the same as before.
struct LogReader {
    /// What a reading gave.
    enum Reading: Equatable {
        /// The log as it is now.
        case whole([String])
        /// What came behind the log as it was. Its last line had not ended: so many lines of this are in its place.
        case rest([String], replacing: Int)
        /// Nothing new.
        case same
    }

    private let client: TrainerClient
    private let id: String
    private var etag: String?
    /// How many bytes the log had, and the digest of what it was; nil before the first reading.
    private var last: (bytes: Int64, digest: Digest)?
    /// The log's last line as far as it went, where a rest of it may be asked for; nil where it may not.
    private var openLine: [UInt8]?
    /// How many bytes the last reading took.
    private(set) var cost: Int64 = 0

    init(of id: String, _ client: TrainerClient) { (self.id, self.client) = (id, client) }

    /// Reads the log.
    mutating func read() async throws(TrainError) -> Reading {
        var headers: [(name: String, value: String)] = []
        let from = openLine == nil ? nil : last?.bytes
        if let etag { headers.append(("If-None-Match", etag)) }
        if let from { headers.append(("Range", "bytes=\(from)-")) }
        let response = try await client.log(of: id, headers)
        cost = response.bytesReceived
        switch response.status {
        case 304: return .same
        case 206:
            guard let from, response.contentRange?.bytes?.lowerBound == from else { return try await anew() }
            return rest(response)
        // There is no rest; only a log that began anew is shorter than it was.
        case 416:
            let total = response.contentRange?.total
            return total == nil || total != from ? try await anew() : .same
        default: return whole(response)
        }
    }

    /// Reads all of it, whatever was there before.
    private mutating func anew() async throws(TrainError) -> Reading {
        (etag, openLine, last) = (nil, nil, nil)
        let response = try await client.log(of: id, [])
        cost = response.bytesReceived
        return whole(response)
    }

    private mutating func whole(_ response: HTTPResponse) -> Reading {
        etag = response.header("ETag")
        let digest = Digest.of(response.body)
        let isSame = last?.digest == digest
        last = (response.bytesReceived, digest)
        let (lines, isText) = TrainerClient.logLines(in: response)
        // Only a text can be gone on with, and only where the server offers parts.
        let givesParts = isText && response.header("Accept-Ranges")?.lowercased() == "bytes"
        openLine = givesParts ? Self.behindLastLine(response.body) : nil
        return isSame ? .same : .whole(lines)
    }

    private mutating func rest(_ response: HTTPResponse) -> Reading {
        etag = response.header("ETag")
        let open = openLine ?? []
        last = last.map { ($0.bytes + response.bytesReceived, $0.digest) }
        guard !response.body.isEmpty else { return .same }
        let bytes = open + response.body
        openLine = Self.behindLastLine(bytes)
        return .rest(
            client.shownLines(of: bytes), replacing: open.isEmpty ? 0 : client.shownLines(of: open).count)
    }

    private static func behindLastLine(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes[(bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)...])
    }
}

/// How long to wait before a log is read again: pure.
struct LogPolling: Sendable {
    /// The longest pause when nothing is new.
    static let longest = Duration.seconds(8)
    /// How many bytes a second a followed log may cost.
    static let bytesPerSecond: Int64 = 1 << 19
    /// The longest pause that a log's size makes.
    static let longestForSize = Duration.seconds(60)

    private var quiet = 0

    /// The pause after a reading: twice as long each time that nothing was new, and for a log that is read whole each time
    /// as long as its size needs.
    mutating func pause(isNew: Bool, cost: Int64) -> Duration {
        quiet = isNew ? 0 : min(quiet + 1, 8)
        let idle = min(JobTracker.interval * (1 << quiet), Self.longest)
        return max(idle, min(.seconds(cost / Self.bytesPerSecond), Self.longestForSize))
    }
}
