import ArgumentParser
import Dataset
import Foundation
import Pack
import Pipeline
import Workers

struct VerifyCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Hold an export against its lock file, byte by byte, and show that the trainer resamples nothing.",
        discussion: """
            Every picture is decoded: it must be of exactly the size that the trainer asks for (or of a bucket, where the \
            recipe made some), with three 8-bit bands, upright, without a colour profile, under a name that is legal and \
            distinct on Windows. A statement of --attest that lies beside the lock is held against it too.

            Exits with 5 and says where when anything differs.
            """)

    @Argument(help: ArgumentHelp("The export.", valueName: "dir"), transform: namedPath)
    var directory: String
    @OptionGroup var common: CommonOptions

    func execute(_ console: Console) async throws -> ExitStatus {
        // Needs no state directory, and makes none.
        let threads = ProcessInfo.processInfo.activeProcessorCount
        let verified = try await WorkerPool(name: "verify", threads: 1).runLong { [directory] in
            try Verify(provingOn: threads)(directory)
        }
        guard verified.mismatches.isEmpty else {
            throw Failure(mismatches: verified.mismatches, in: directory)
        }
        let payload = verified.manifest.payload
        console.emit(
            .record([
                "schema": "lorapipe.verify/1", "out": .string(directory), "verified": true,
                "images": .int(Int64(payload.images)),
                "payload": .record(["sha256": .string(payload.digest.hex), "bytes": .int(payload.bytes)]),
                "attested": .bool(verified.isAttested), "proof": verified.proof?.json,
            ]), pretty: true)
        console.show("\(directory) verifies: \(payload.images) picture(s), payload sha256 \(payload.digest)")
        if let proof = verified.proof { console.show(proof.sentence) }
        if verified.isAttested { console.show("\(Attestation.name) is the statement of this lock") }
        return .done
    }
}
