import Dataset
import Foundation
import MusubiAPI
import Synchronization
import Train

extension Console {
    /// Asks the person at the terminal what to do about a job of the same output name that is under way; to stop where
    /// nobody sits at both ends, or nothing is said.
    ///
    /// - Throws: `CancellationError` when Ctrl-C is the answer.
    func answer(onLive job: TrainingJob) async throws -> Submit.LiveJobAnswer {
        let answer = try await typed(
            "The trainer has a job of this output name under way that was not started from here for this payload: \(job.id.printableLine) (\(job.status.word.printableLine)). [f]ollow it, [s]end the payload all the same, or [q]uit without sending (Enter quits): "
        )
        return switch answer {
        case "f", "follow": .follow
        case "s", "send": .send
        default: .stop
        }
    }

    /// What a person types behind a question, in lower case; nil where nobody sits at both ends. Read on a thread of its
    /// own, since that blocks; when the task is cancelled meanwhile, nobody waits for it any more.
    private func typed(_ question: String) async throws -> String? {
        guard isTerminal, isatty(STDIN_FILENO) == 1 else { return nil }
        let reply = Reply()
        let text = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                reply.wait(continuation)
                Thread.detachNewThread {
                    self.clearStatus()
                    self.say(question)
                    reply.give(readLine())
                }
            }
        } onCancel: {
            reply.give(nil)
        }
        try Task.checkCancellation()
        return text?.trimmingCharacters(in: .whitespaces).lowercased()
    }
}

/// Hands on what comes first: a line, or that nobody waits any more.
private final class Reply: Sendable {
    private enum State {
        case idle
        case waiting(CheckedContinuation<String?, Never>)
        case over
    }
    private let state = Mutex(State.idle)

    func wait(_ continuation: CheckedContinuation<String?, Never>) {
        let isOver = state.withLock { state in
            if case .over = state { return true }
            state = .waiting(continuation)
            return false
        }
        if isOver { continuation.resume(returning: nil) }
    }

    func give(_ line: String?) {
        let waiting = state.withLock { state -> CheckedContinuation<String?, Never>? in
            defer { state = .over }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume(returning: line)
    }
}

extension Console {
    /// Whether a person sits at both ends.
    var canAsk: Bool { isTerminal && isatty(STDIN_FILENO) == 1 }

    /// Asks the person at the terminal whether to cancel what runs; nil where there is none. On a thread of its own,
    /// since reading a terminal blocks.
    func wantsCancel(_ question: String) async -> Bool? {
        guard canAsk else { return nil }
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                self.say(question)
                let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? "l"
                continuation.resume(returning: answer == "c" || answer == "cancel")
            }
        }
    }
}
