import Dataset
import Foundation
import Pipeline

/// Shows a run that ends with one job. Ctrl-C asks whether to cancel the job or leave it running, a second one leaves at
/// once.
struct Follower: Sendable {
    let console: Console
    let screen: Screen

    /// - Parameter start: starts the run with the question that it asks when it is stopped.
    func callAsFunction(_ start: (@escaping StopQuestion) -> RunHandle<RunOutcome>) async throws -> ExitStatus
    {
        let interruption = Interruption()
        let run = start { ids in await wantsCancel(ids[0], interruption) }
        Interrupts.override { _, signal in
            interruption.take(signal, in: run.phase, stop: run.cancel) { leaveAtOnce(run) }
        }
        defer { Interrupts.override(nil) }
        do {
            return try report(try await screen.follow(run))
        } catch {
            console.setStatus(nil)
            if interruption.signal == nil, run.phase != .running, let id = run.progress.jobID?.printableLine {
                console.say("note: job \(id) goes on; pick it up again with: lorapipe watch \(id)")
            }
            guard interruption.isLeftOnPurpose, var failure = error as? Failure else { throw error }
            failure.isWish = true
            throw failure
        }
    }

    private func wantsCancel(_ id: String, _ interruption: Interruption) async -> Bool {
        console.setStatus(nil)
        guard interruption.signal == SIGINT else { return false }
        let answer = await console.wantsCancel(
            "Job \(id.printableLine) is running. Cancel it, or leave it running? [c]ancel / [l]eave (Ctrl-C leaves at once): "
        )
        if answer == false { interruption.leaveOnPurpose() }
        guard answer == true else { return false }
        console.say("Cancelling job \(id.printableLine) … (Ctrl-C stops waiting for it)")
        return true
    }

    private func leaveAtOnce(_ run: RunHandle<RunOutcome>) -> Never {
        var failure = Failure(stopped: run.progress)
        if run.phase == .cancellingJob {
            let id = (run.progress.jobID ?? "").printableLine
            failure = Failure(
                .interrupted, code: "interrupted", "stopped waiting for job \(id) to be cancelled",
                hint: "it may still run: look with lorapipe status \(id)")
        } else {
            failure.isWish = console.canAsk
        }
        console.fail(failure)
        _exit(ExitStatus.interrupted.rawValue)
    }

    /// Shows how the job ended.
    ///
    /// - Throws: `Failure` for each but a completed job and one that goes on by itself.
    private func report(_ outcome: RunOutcome) throws(Failure) -> ExitStatus {
        let id = (outcome.jobID ?? "").printableLine
        let output = "output: \(Self.output(outcome.outputPath))"
        switch outcome.status {
        case .handedOver: console.say("The job goes on by itself; follow it with: lorapipe watch \(id)")
        case .trainedBefore:
            console.show("job \(id) completed before; train it once more with --again")
            console.show(output)
        default:
            if let failure = outcome.failure { throw failure }
            console.show("job \(id) completed" + (outcome.message.map { ": \($0.printableLine)" } ?? ""))
            console.show(output)
        }
        return .done
    }

    /// Where the trainer says that it wrote the LoRA.
    static func output(_ path: String?) -> String { path?.printableLine ?? "none named by the trainer" }
}
