import Dataset
import Foundation
import Store
import Vips
public import Workers

/// Where images are decoded: on threads of this process, or in isolated worker processes.
public enum DecoderPool: Sendable {
    /// Quick to start and without protection: a decoder that crashes takes the program with it. For trusted files.
    case inProcess
    /// A hostile file breaks a process that is replaced. The program must run `InspectWorker`.
    case processes(ProcessPool)

    /// `size` worker processes; `executable` with `arguments` runs `InspectWorker`.
    public static func processes(_ executable: String, _ arguments: [String], size: Int) -> DecoderPool {
        // The user's locale must not change the library's messages.
        var environment = ["LC_ALL": "C"]
        // The workers find their shared libraries where the program finds its own.
        environment["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
        let program = ProcessPool.Program(
            executable, arguments, environment: environment, greeting: InspectWorker.greeting)
        // Longer than the processes' own limit, whose signal gives a more precise result.
        return .processes(ProcessPool(program, size: size, patience: InspectionBudget.wall + .seconds(10)))
    }

    /// Ends the processes. May be called twice.
    public func close() {
        if case .processes(let pool) = self { pool.shutdown() }
    }

    func inspect(_ path: String, _ image: SourceImage, extras: InspectOptions, workers: WorkerPool)
        async throws
        -> Inspection
    {
        switch self {
        case .inProcess:
            return try await workers.run {
                do {
                    var inspection = try ImageInspection.inspect(
                        path, bytes: image.bytes, deadline: Deadline(after: InspectionBudget.wall),
                        extras: extras)
                    inspection.isLasting = inspection.result != .slow
                    return inspection
                } catch is Decoding.OutOfMemory {
                    return Inspection(result: .tooMuchMemory, isLasting: false)
                }
            }
        case .processes(let pool):
            let request = JSONValue.record([
                "path": .string(path), "bytes": .int(image.bytes), "extras": .int(Int64(extras.rawValue)),
            ])
            return try await Self.ask(pool, request.text())
        }
    }

    /// Retries once after a process died, in one that has done nothing before: the first may have been ended by the system
    /// for lack of memory, by a user, or because of the state that an earlier file left in it.
    private static func ask(_ pool: ProcessPool, _ request: String) async throws -> Inspection {
        for isFresh in [false, true] {
            switch try await pool.ask(request, isFresh: isFresh, reading: Answer.init(line:)) {
            case .answer(.inspection(let inspection)): return inspection
            case .answer(.failure(let message)): throw StoreError(message)
            case .ended(let ending):
                if let result = InspectionResult(outOfTime: ending) {
                    return Inspection(result: result, isLasting: false)
                }
                if isFresh { return inspection(after: ending) }
            }
        }
        preconditionFailure("the second answer is final")
    }

    private static func inspection(after ending: ProcessEnding) -> Inspection {
        switch ending {
        case .exited(InspectWorker.outOfMemory): Inspection(result: .tooMuchMemory)
        // A crash is a fault of this program, of its libraries, or of a kernel that is short of memory. The next version may
        // read the file, and another attempt costs little: it is not cached.
        default: Inspection(result: .crash, isLasting: false)
        }
    }

    private enum Answer: Sendable {
        case inspection(Inspection)
        case failure(String)

        init?(line: String) {
            // `try?`: a line that is not JSON is no answer, which the pool treats as a failure of the process.
            guard let json = try? JSONValue(parsing: line) else { return nil }
            if let message = json["failure"]?.string {
                self = .failure(message)
            } else if let inspection = Inspection(json: json) {
                self = .inspection(inspection)
            } else {
                return nil
            }
        }
    }
}
