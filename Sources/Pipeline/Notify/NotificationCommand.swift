import Dataset
import Foundation
import Subprocess
import SystemPackage

/// A line run by the shell, as `git` runs its hooks.
///
/// Files and not pipes lead in and out: a command that never reads its input, or leaves something behind that holds on to
/// its output, stops nobody.
struct NotificationCommand: Sendable {
    private let text: String
    private let environment: [String: String]
    private let secrets: [String]

    /// How much of the end of stderr is read for its last line, in bytes.
    private static let longest = 4096

    /// - Parameters:
    ///   - environment: all of the command's.
    ///   - secrets: texts that an error must not repeat.
    init(_ text: String, _ environment: [String: String], secrets: [String]) {
        self.text = text
        self.environment = environment
        // Less than that is in every second sentence, and no password.
        self.secrets = secrets.filter { $0.utf8.count >= 4 }
    }

    /// Runs it to its end. After the limit it is killed, with everything it started that stayed in its process group; so it
    /// is when the task is cancelled.
    ///
    /// - Returns: what went wrong, in words; nil when it ended with 0.
    func callAsFunction(input: [UInt8], within limit: Duration) async -> String? {
        do {
            // Closing can lose nothing that matters: both files are temporary and unlinked.
            let given = try Self.file()
            defer { try? given.close() }
            let said = try Self.file()
            defer { try? said.close() }
            try given.writeAll(input)
            _ = try given.seek(offset: 0, from: .start)
            let status = try await run(given, said, within: limit)
            // A program that fails often repeats what it was called with.
            let complaint = try Self.lastLine(said).redacting(secrets)
            let words = complaint.isEmpty ? "" : ": \(complaint.printableLine)"
            switch status {
            case .exited(0): return nil
            case .exited(let code): return "ended with \(code)\(words)"
            case .signaled(let signal): return "was ended by signal \(signal)\(words)"
            case nil: return "was killed after \(limit.components.seconds) s\(words)"
            }
        } catch is CancellationError {
            return "was ended by signal \(SIGKILL)"
        } catch {
            return "could not be run: \("\(error)".printableLine)"
        }
    }

    /// - Returns: nil when it did not end in time.
    private func run(_ given: FileDescriptor, _ said: FileDescriptor, within limit: Duration) async throws
        -> TerminationStatus?
    {
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
        var options = PlatformOptions()
        // A session of its own: Ctrl-C at our terminal is ours to handle, and its group can be killed as a whole.
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(5))
        ]
        return try await withThrowingTaskGroup(of: TerminationStatus?.self) { group in
            group.addTask { [options, variables] in
                try await Subprocess.run(
                    .path("/bin/sh"), arguments: ["-c", text], environment: .custom(variables),
                    platformOptions: options,
                    input: .fileDescriptor(given, closeAfterSpawningProcess: false), output: .discarded,
                    error: .fileDescriptor(said, closeAfterSpawningProcess: false)
                ).terminationStatus
            }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            // Leaving cancels the other: the sleep ends, or the command is killed and waited for.
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// A file without a name. It is close-on-exec from the beginning: no child that another thread starts at this moment
    /// inherits it.
    static func file(in directory: String = NSTemporaryDirectory()) throws -> FileDescriptor {
        let path = "\(directory)/lorapipe-notify-\(UUID().uuidString)"
        let file = try FileDescriptor.open(
            FilePath(path), .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: .ownerReadWrite)
        unlink(path)
        return file
    }

    private static func lastLine(_ said: FileDescriptor) throws -> String {
        let size = try said.seek(offset: 0, from: .end)
        var bytes = [UInt8](repeating: 0, count: longest)
        let count = try bytes.withUnsafeMutableBytes {
            try said.read(fromAbsoluteOffset: max(0, size - Int64(longest)), into: $0)
        }
        let text = String(decoding: bytes.prefix(count), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
    }
}
