public import Dataset
import Foundation
import Subprocess
import SystemPackage

/// A program in Python that tests talk to, run by the interpreter that `Tests/install` set up.
public enum PythonPeer {
    /// There is no interpreter, or the program ended before its first line.
    public struct Failure: Error, CustomStringConvertible {
        /// What happened, and what to do.
        public let description: String
    }

    private static let interpreter = "\(Program.root)/.build-python/bin/python"

    /// Runs a program beside `body`, which is given the JSON of the program's first line, and ends it afterwards.
    ///
    /// - Parameter script: its path below the project's root.
    public static func run(
        _ script: String, _ arguments: [String],
        while body: @escaping @Sendable (JSONValue) async throws -> Void
    ) async throws {
        try Needs.python.declare()
        guard FileManager.default.isExecutableFile(atPath: interpreter) else {
            throw Failure(description: "\(interpreter) is not there; run bash Tests/install")
        }
        _ = try await Subprocess.run(
            .path(FilePath(interpreter)), arguments: Arguments(["\(Program.root)/\(script)"] + arguments),
            input: .none, output: .sequence, error: .currentStandardError
        ) { execution in
            do {
                var line: [UInt8] = []
                for try await buffer in execution.standardOutput {
                    line += buffer.withUnsafeBytes { Array($0) }
                    if line.contains(0x0A) { break }
                }
                guard line.contains(0x0A) else {
                    throw Failure(
                        description: "\(script) ended before its first line; its own words are above")
                }
                try await body(try JSONValue(parsing: line.prefix { $0 != 0x0A }))
            } catch {
                try execution.send(signal: .kill)
                throw error
            }
            try execution.send(signal: .kill)
        }
    }
}
