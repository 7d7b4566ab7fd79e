import ArgumentParser
import Dataset
import Pack
import Pipeline
import Workers

struct VerifyCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Hold an export against its lock file, byte by byte.",
        discussion: "Exits with 5 and says where when anything differs.")

    @Argument(help: ArgumentHelp("The export.", valueName: "dir"))
    var directory: String
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        // Needs no state directory, and makes none.
        let verified = try await WorkerPool(name: "verify", threads: 1).run { [directory] in
            try Verify()(directory)
        }
        guard verified.mismatches.isEmpty else { throw Self.failure(verified, directory) }
        let payload = verified.manifest.payload
        console.emit(
            .record([
                "schema": "lorapipe.verify/1", "out": .string(directory), "verified": true,
                "images": .int(Int64(payload.images)),
                "payload": .record(["sha256": .string(payload.digest.hex), "bytes": .int(payload.bytes)]),
            ]), pretty: true)
        console.show("\(directory) verifies: \(payload.images) picture(s), payload sha256 \(payload.digest)")
        return .done
    }

    /// What does not fit, as an error.
    static func failure(_ verified: Verify.Outcome, _ directory: String) -> Failure {
        var failure = Failure(
            .mismatch, code: "mismatch",
            "\(directory) does not verify: \(verified.mismatches.count) thing(s) differ from its lock",
            hint: "export again; do not send this one")
        failure.details = verified.mismatches
        return failure
    }
}
