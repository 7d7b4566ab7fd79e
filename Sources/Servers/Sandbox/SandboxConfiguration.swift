extension Sandbox {
    /// What a sandbox is made of.
    public struct Configuration: Sendable {
        /// Where the database cluster lies while the sandbox runs; made when missing. Nil for a directory of its
        /// own under the system's temporary one, which goes away with the sandbox, even one that is killed.
        public var directory: String?
        /// Folders of pictures with captions and a `dataset.json`; each becomes a dataset.
        public var samples: [String]
        /// The port of the REST and Storage APIs, which is part of every picture's URL. Nil for 54321, the port of Supabase's own local
        /// stack, when it is free, else any; 0 for any.
        public var storagePort: Int?
        /// The database port; 0 for any free one.
        public var databasePort: Int
        /// The trainer's port; 0 for any free one.
        public var trainerPort: Int
        /// How many steps of a rehearsal pass in a second.
        public var stepsPerSecond: Double
        /// The most rows of any array in an answer of the REST API, which cuts longer ones without a word.
        public var maxRows: Int
        /// What goes wrong on purpose at the REST and Storage APIs.
        public var faults: [Fault]

        /// A sandbox on free ports of the loopback interface.
        public init(
            directory: String? = nil, samples: [String] = [], storagePort: Int? = nil, databasePort: Int = 0,
            trainerPort: Int = 0, stepsPerSecond: Double = 25, maxRows: Int = 1000, faults: [Fault] = []
        ) {
            self.directory = directory
            self.samples = samples
            self.storagePort = storagePort
            self.databasePort = databasePort
            self.trainerPort = trainerPort
            self.stepsPerSecond = stepsPerSecond
            self.maxRows = maxRows
            self.faults = faults
        }
    }
}

/// Why a sandbox could not be made.
public struct SandboxError: Error, Sendable, CustomStringConvertible {
    /// What happened and where.
    public let message: String
    /// What to do next.
    public let hint: String

    /// A failure.
    public init(message: String, hint: String) {
        self.message = message
        self.hint = hint
    }

    /// Both in a line.
    public var description: String { "\(message); \(hint)" }
}
