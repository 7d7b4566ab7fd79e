import Dataset
import Workers

/// A line run by the shell, as `git` runs its hooks.
struct ShellHook: Sendable {
    private let text: String
    private let environment: [String: String]

    /// - Parameter environment: all of the command's.
    init(_ text: String, _ environment: [String: String]) {
        self.text = text
        self.environment = environment
    }

    /// What went wrong, in words; nil when it ended with 0.
    func callAsFunction(input: [UInt8], within limit: Duration) async -> String? {
        do {
            let outcome = try await Hook(
                executable: "/bin/sh", arguments: ["-c", text], environment: environment)(
                    input: input, within: limit)
            let said = outcome.complaint.isEmpty ? "" : ": \(outcome.complaint.printableLine)"
            switch outcome.ending {
            case .exited(0): return nil
            case .exited(let code): return "ended with \(code)\(said)"
            case .killed(let signal): return "was ended by signal \(signal)\(said)"
            case .silent: return "was killed after \(limit.components.seconds) s\(said)"
            case .rubbish, nil: return "ended in a way that nobody saw\(said)"
            }
        } catch {
            return "could not be run: \(error.description.printableLine)"
        }
    }
}
