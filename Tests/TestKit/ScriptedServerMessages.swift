extension ScriptedServer {
    /// A request as it came.
    public struct Request: Sendable {
        /// `GET`, …
        public let method: String
        /// Path and query as they stood in the request line.
        public let target: String
        /// The header lines in their order.
        public let headers: [(name: String, value: String)]
        /// The first bytes of the body, as many as the server keeps.
        public internal(set) var body: [UInt8] = []
        /// How many bytes of body arrived.
        public internal(set) var bodyLength: Int64 = 0
        /// Whether all of the body arrived.
        public internal(set) var isComplete = false
        /// Which connection it came over, from 1.
        public let connection: Int

        /// Stands for a request of which nothing was read.
        static func unread(_ connection: ScriptedConnection) -> Self {
            Self(method: "", target: "", headers: [], connection: connection.number)
        }

        /// The target without its query.
        public var path: String { String(target.prefix { $0 != "?" }) }

        /// The length that the header names; 0 without one.
        public var announcedLength: Int64 { header("Content-Length").flatMap { Int64($0) } ?? 0 }

        /// The first header of that name, in any case.
        public func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    /// What the server does with a request.
    public indirect enum Reply: Sendable {
        /// A normal answer; the connection is kept open.
        case answer(status: Int = 200, headers: [(String, String)] = [], body: [UInt8] = [])
        /// Closes the connection without a word.
        case close
        /// Drops the connection, which the client sees as a reset.
        case reset
        /// Of `beforeBody` alone: reads so many bytes of the body before another reply, which ends the connection.
        case afterBody(Int64, @Sendable () -> Reply)
        /// Announces the whole body, sends the first `after` bytes of it and closes.
        case cut(status: Int = 200, headers: [(String, String)] = [], body: [UInt8], after: Int)
        /// Announces a length that isn't the body's, sends the body and closes.
        case misannounced(length: Int, body: [UInt8])
        /// Chunks without an end, until the client goes away.
        case endless(chunk: [UInt8])
        /// The body one byte at a time.
        case drip(body: [UInt8], every: Duration)
        /// These very bytes, then the connection is closed.
        case raw([UInt8])
        /// Waits before another reply.
        case delayed(Duration, Reply)

        /// A normal answer with a text.
        public static func answer(status: Int = 200, headers: [(String, String)] = [], body: String) -> Reply
        {
            .answer(status: status, headers: headers, body: Array(body.utf8))
        }
    }
}
