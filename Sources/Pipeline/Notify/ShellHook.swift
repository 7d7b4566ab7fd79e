import Dataset
import Workers

/// A line run by the shell, as `git` runs its hooks.
struct ShellHook: Sendable {
    private let text: String
    private let environment: [String: String]
    private let secrets: [String]

    /// - Parameters:
    ///   - environment: all of the command's.
    ///   - secrets: what its complaints must not repeat.
    init(_ text: String, _ environment: [String: String], secrets: [String]) {
        self.text = text
        self.environment = environment
        // Less than that is in every second sentence, and no password.
        self.secrets = secrets.filter { $0.utf8.count >= 4 }
    }

    /// What went wrong, in words; nil when it ended with 0.
    func callAsFunction(input: [UInt8], within limit: Duration) async -> String? {
        do {
            let outcome = try await Hook(
                executable: "/bin/sh", arguments: ["-c", text], environment: environment)(
                    input: input, within: limit)
            // A program that fails often repeats what it was called with.
            let complaint = outcome.complaint.redacting(secrets)
            let said = complaint.isEmpty ? "" : ": \(complaint.printableLine)"
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
