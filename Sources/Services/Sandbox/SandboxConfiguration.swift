extension Sandbox {
    /// What a sandbox is made of.
    public struct Configuration: Sendable {
        /// Where the database cluster lies while the sandbox runs; made when missing. Nil for a directory of its
        /// own under the system's temporary one, which goes away with the sandbox, even one that is killed.
        public var directory: String?
        /// Folders of pictures with captions and a `dataset.json`; each becomes a dataset.
        public var samples: [String]
        /// The Storage port, which is part of every picture's URL. Nil for 54321, the port of Supabase's own local
        /// stack, when it is free, else any; 0 for any.
        public var storagePort: Int?
        /// The database port; 0 for any free one.
        public var databasePort: Int
        /// The trainer's port; 0 for any free one.
        public var trainerPort: Int
        /// How many steps of a rehearsal pass in a second.
        public var stepsPerSecond: Double

        /// A sandbox on free ports of the loopback interface.
        public init(
            directory: String? = nil, samples: [String] = [], storagePort: Int? = nil, databasePort: Int = 0,
            trainerPort: Int = 0, stepsPerSecond: Double = 25
        ) {
            self.directory = directory
            self.samples = samples
            self.storagePort = storagePort
            self.databasePort = databasePort
            self.trainerPort = trainerPort
            self.stepsPerSecond = stepsPerSecond
        }
    }
}
