import Dataset
import Foundation
import Store
import Vips
public import Workers

/// Who decodes: threads of this process, or processes of their own.
public enum Eyes: Sendable {
    /// Fast to begin with and without protection: a decoder that crashes takes everything along. For files of one's own.
    case inProcess
    /// What a hostile file breaks is a process that is replaced. The program must run `LookServer`.
    case processes(ProcessPool)

    /// Processes that look, `size` of them; `executable` with `arguments` runs `LookServer`.
    public static func processes(_ executable: String, _ arguments: [String], size: Int) -> Eyes {
        // The locale of the user must not reach the library's words.
        var environment = ["LC_ALL": "C"]
        // Where the program's own libraries are found so, its processes need it too.
        environment["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
        let program = ProcessPool.Program(
            executable, arguments, environment: environment, greeting: LookServer.greeting)
        // Longer than the processes' own limit, which says more when it ends one.
        return .processes(ProcessPool(program, size: size, patience: LookBudget.wall + .seconds(10)))
    }

    /// Ends the processes. May be called twice.
    public func close() {
        if case .processes(let pool) = self { pool.shutdown() }
    }

    func see(_ path: String, _ image: SourceImage, extras: LookExtras, workers: WorkerPool) async throws
        -> Looker.Sight
    {
        switch self {
        case .inProcess:
            return try await workers.run {
                do {
                    var sight = try Examination.examine(
                        path, bytes: image.bytes, deadline: Deadline(after: LookBudget.wall),
                        extras: extras)
                    sight.isLasting = sight.verdict != .slow
                    return sight
                } catch is Decoding.OutOfMemory {
                    return Looker.Sight(verdict: .tooMuchMemory, isLasting: false)
                }
            }
        case .processes(let pool):
            let request = JSONValue.record([
                "path": .string(path), "bytes": .int(image.bytes), "extras": .int(Int64(extras.rawValue)),
            ])
            return try await Self.ask(pool, request.text())
        }
    }

    /// A process that dies is asked once more, and then one that has done nothing else before: the first may have been
    /// ended by the system for want of memory, by somebody's hand, or by what an earlier file left behind in it.
    private static func ask(_ pool: ProcessPool, _ request: String) async throws -> Looker.Sight {
        for isFresh in [false, true] {
            switch try await pool.ask(request, isFresh: isFresh, reading: Answer.init(line:)) {
            case .answer(.sight(let sight)): return sight
            case .answer(.failure(let message)): throw StoreError(message)
            case .ended(let ending):
                if let verdict = Looker.Verdict(outOfTime: ending) {
                    return Looker.Sight(verdict: verdict, isLasting: false)
                }
                if isFresh { return sight(of: ending) }
            }
        }
        preconditionFailure("the second answer is final")
    }

    private static func sight(of ending: ProcessEnding) -> Looker.Sight {
        switch ending {
        case .exited(LookServer.outOfMemory): Looker.Sight(verdict: .tooMuchMemory)
        // A crash is this program's fault, or its libraries', or the kernel's that is short of memory: the next version
        // may see the file, and asking again costs a moment.
        default: Looker.Sight(verdict: .crash, isLasting: false)
        }
    }

    private enum Answer: Sendable {
        case sight(Looker.Sight)
        case failure(String)

        init?(line: String) {
            // `try?`: what is no JSON is no answer, and told so.
            guard let json = try? JSONValue(parsing: line) else { return nil }
            if let message = json["failure"]?.string {
                self = .failure(message)
            } else if let sight = Looker.Sight(json: json) {
                self = .sight(sight)
            } else {
                return nil
            }
        }
    }
}
