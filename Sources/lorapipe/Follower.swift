import Dataset
import Foundation
import MusubiAPI
import Pipeline
import Store
import Synchronization
import Train

/// Follows a job for a person: Ctrl-C asks whether to cancel it or leave it running, a second one leaves at once.
struct Follower: Sendable {
    let console: Console
    let screen: Screen
    let workshop: Workshop
    let endpoint: Endpoint

    /// Runs `work`, which hands over or follows a job, and turns its ending into an exit code.
    func callAsFunction(_ work: @escaping @Sendable () async throws -> Training.Ending) async throws
        -> ExitStatus
    {
        let task = Task { try await work() }
        let interrupted = Mutex(false)
        Interrupts.override { [screen] count, _ in
            interrupted.withLock { $0 = true }
            if count > 1 {
                Self.leaveAtOnce(console, screen.jobID)
            }
            task.cancel()
        }
        defer { Interrupts.override(nil) }
        do {
            return try report(try await task.value)
        } catch {
            guard interrupted.withLock({ $0 }) else { throw error }
            return try await interruptedEnding()
        }
    }

    private func report(_ ending: Training.Ending) throws(Failure) -> ExitStatus {
        switch ending {
        case .detached(let id):
            console.say("The job goes on by itself; follow it with: lorapipe watch \(id)")
        case .lost(let id):
            throw Failure(
                .job, code: "job-lost", "job \(id) is lost: the trainer does not know it any more",
                hint: "lorapipe jobs lists what the trainer knows")
        case .trainedBefore(let job):
            console.show("job \(job.id.printableLine) completed before; train it once more with --again")
            console.show("output: " + (job.outputPath?.printableLine ?? "none named by the trainer"))
        case .seen(let job) where job.status == .completed:
            let words = job.message.map { ": \($0.printableLine)" } ?? ""
            console.show("job \(job.id.printableLine) completed\(words)")
            console.show("output: " + (job.outputPath?.printableLine ?? "none named by the trainer"))
        case .seen(let job):
            let words = job.message.map { ": \($0.printableLine)" } ?? ""
            throw Failure(
                .job, code: "job-\(job.status.word)",
                "job \(job.id.printableLine) \(job.status.word)\(words)",
                hint: "lorapipe logs \(job.id.printableLine) shows the trainer's own words")
        }
        return .done
    }

    private func interruptedEnding() async throws -> ExitStatus {
        console.setStatus("")
        guard let id = screen.jobID else {
            throw Failure(
                .interrupted, code: "interrupted", "interrupted before the trainer gave a job id",
                hint: "run the same command again: it finds out what came of it before it sends anything")
        }
        guard console.isTerminal, isatty(STDIN_FILENO) == 1, await wantsCancel(id) else {
            throw Failure(
                .interrupted, code: "interrupted", "left job \(id) running",
                hint: "pick it up again with: lorapipe watch \(id)")
        }
        let outcome = try await Cancel(
            client: TrainerClient(endpoint, http: workshop.http), ledger: workshop.store.ledger)(id)
        switch outcome {
        case .cancelled:
            throw Failure(
                .job, code: "cancelled", "job \(id) was cancelled", hint: "train again when you are ready")
        case .alreadyEnded(let job): return try report(.seen(job))
        case .notConfirmed:
            throw Failure(
                .job, code: "cancel-not-confirmed",
                "the trainer took the wish to cancel job \(id) but has not stopped it yet",
                hint: "look again with: lorapipe status \(id)")
        }
    }

    /// Asks, on a thread of its own, since reading a terminal blocks.
    private func wantsCancel(_ id: String) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                console.say(
                    "Job \(id) is running. Cancel it, or leave it running? [c]ancel / [l]eave (Ctrl-C leaves at once): "
                )
                let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? "l"
                continuation.resume(returning: answer == "c" || answer == "cancel")
            }
        }
    }

    private static func leaveAtOnce(_ console: Console, _ id: String?) -> Never {
        console.setStatus("")
        console.say("error: interrupted" + (id.map { "; job \($0) goes on: lorapipe watch \($0)" } ?? ""))
        _exit(ExitStatus.interrupted.rawValue)
    }
}
