import Dataset
import Foundation
import MusubiAPI
import Pipeline
import Store
import Train

/// Follows a job for a person: Ctrl-C asks whether to cancel it or leave it running, a second one leaves at once.
struct Follower: Sendable {
    let console: Console
    let screen: Screen
    let workshop: Workshop
    let endpoint: Endpoint
    /// The job, where it is known from the start.
    var jobID: String?

    /// Runs `work`, which hands over or follows a job, and turns its ending into an exit code.
    func callAsFunction(_ work: @escaping @Sendable () async throws -> Training.Ending) async throws
        -> ExitStatus
    {
        let task = Task { try await work() }
        let interruption = Interruption {
            task.cancel()
        } leaving: { [self] in
            leaveAtOnce($0)
        }
        Interrupts.override { _, signal in interruption.take(signal) }
        defer { Interrupts.override(nil) }
        do {
            // Cancelled from outside when stdout can't be written any more.
            let ending = try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
            return try JobReport(console).status(of: ending)
        } catch {
            // What went wrong by itself is told as what it is, an interrupt as what to do with the job.
            guard let signal = interruption.signal else {
                if error is CancellationError, let id = id?.printableLine {
                    console.say("note: job \(id) goes on; pick it up again with: lorapipe watch \(id)")
                }
                throw error
            }
            console.setStatus(nil)
            guard signal == SIGINT, let id else { throw left }
            guard let wantsCancel = await wantsCancel(id) else { throw left }
            guard wantsCancel else { throw leftOnPurpose }
            interruption.beginCancelling()
            return try await cancel(id)
        }
    }

    private var id: String? { jobID ?? screen.jobID }

    private var left: Failure {
        guard let id = id?.printableLine else {
            return screen.hasBegunSending
                ? Failure(
                    .interrupted, code: "interrupted", "interrupted before the trainer gave a job id",
                    hint: "run the same command again: it finds out what came of it before it sends anything")
                : Failure(
                    .interrupted, code: "interrupted", "interrupted before anything was sent to the trainer",
                    hint: "run the same command again: what was finished is kept")
        }
        return Failure(
            .interrupted, code: "interrupted", "left job \(id) running",
            hint: "pick it up again with: lorapipe watch \(id)")
    }

    /// The same, as the person at the terminal said.
    private var leftOnPurpose: Failure {
        var failure = left
        failure.isWish = true
        return failure
    }

    private func cancel(_ id: String) async throws -> ExitStatus {
        console.say("Cancelling job \(id.printableLine) … (Ctrl-C stops waiting for it)")
        let cancel = try Cancel(
            client: TrainerClient(endpoint, http: workshop.http(for: endpoint)), ledger: workshop.store.ledger
        )
        switch try await cancel(id, console.sayTrouble) {
        case .alreadyEnded(let job): return try JobReport(console).status(of: .seen(job))
        case .cancelled:
            throw Failure(
                .job, code: "cancelled", "job \(id.printableLine) was cancelled",
                hint: "train again when you are ready")
        case .accepted(let job): throw Failure(notConfirmed: id, job, "it took the wish")
        case .notConfirmed(let job, let words): throw Failure(notConfirmed: id, job, words)
        }
    }

    private func wantsCancel(_ id: String) async -> Bool? {
        await console.wantsCancel(
            "Job \(id.printableLine) is running. Cancel it, or leave it running? [c]ancel / [l]eave (Ctrl-C leaves at once): "
        )
    }

    private func leaveAtOnce(_ moment: Interruption.Moment) -> Never {
        switch moment {
        case .cancelling:
            let id = (id ?? "").printableLine
            console.fail(
                Failure(
                    .interrupted, code: "interrupted", "stopped waiting for job \(id) to be cancelled",
                    hint: "it may still run: look with lorapipe status \(id)"))
        case .leaving where console.canAsk: console.fail(leftOnPurpose)
        case .following, .leaving: console.fail(left)
        }
        _exit(ExitStatus.interrupted.rawValue)
    }
}
