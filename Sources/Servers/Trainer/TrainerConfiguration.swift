extension TrainerServer {
    /// How the service listens and how fast it rehearses.
    public struct Configuration: Sendable {
        /// The address to listen on.
        public var host: String
        /// The port; 0 for any free one.
        public var port: Int
        /// How many steps of a rehearsal pass in a second. Each picture is a step too while it is looked at and
        /// while its caches are rehearsed.
        public var stepsPerSecond: Double
        /// Where bodies are kept while they are read; made when missing. Nil for a directory of its own under the
        /// system's temporary one, removed at the end.
        public var spoolDirectory: String?
        /// When set, every call but `health` needs `Authorization: Bearer` with it; blank is not set. On an address
        /// that other machines reach the service does not start without.
        public var token: String?
        /// The largest body in bytes; a larger one is answered with 413.
        public var maxBodyBytes: Int64
        /// How many bodies are taken at a time; further ones are answered with 429.
        public var maxUploads = 4
        /// How many bytes of disk all bodies fill together; a body that would need more is answered with 429.
        public var maxSpoolBytes: Int64
        /// How many connections are open at a time; further ones wait.
        public var maxConnections = 128
        /// After how long a connection that asks nothing is closed, and one that sends its body too slowly.
        public var patience: Duration = .seconds(60)
        /// How much of a body is held in memory.
        var limits = PayloadLimits()
        /// What stands before every path, such as `/musubi`; empty for nothing.
        public var pathPrefix: String
        /// Names besides the loopback ones that a request's Host may hold while the service listens on loopback,
        /// for a proxy in front of it.
        public var allowedHosts: [String]

        /// A service on a free port of the loopback interface.
        public init(
            host: String = "127.0.0.1", port: Int = 0, stepsPerSecond: Double = 25,
            spoolDirectory: String? = nil, token: String? = nil, maxBodyBytes: Int64 = 4 << 30,
            pathPrefix: String = "", allowedHosts: [String] = []
        ) {
            self.host = host
            self.port = port
            self.stepsPerSecond = stepsPerSecond
            self.spoolDirectory = spoolDirectory
            self.token = token
            self.maxBodyBytes = maxBodyBytes
            maxSpoolBytes = max(8 << 30, maxBodyBytes)
            self.pathPrefix = pathPrefix
            self.allowedHosts = allowedHosts
        }
    }
}
