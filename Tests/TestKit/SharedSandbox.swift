public import Sandbox

/// One sandbox for all tests that only read from it, started by the first of them. Its database and services
/// end with the test process, whatever happens to it.
public enum SharedSandbox {
    private static let starting = Task {
        let samples = ["harbour", "harbour-faults"].map { "\(Program.root)/samples/\($0)" }
        return try await Sandbox.start(.init(samples: samples, storagePort: 0, stepsPerSecond: 200))
    }

    /// The running sandbox with both sample datasets.
    ///
    /// - Throws: why it could not start.
    public static func running() async throws -> Sandbox {
        try Needs.postgres.declare()
        return try await starting.value
    }
}
