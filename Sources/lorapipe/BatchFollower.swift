import Dataset
import Foundation
import Pipeline
import Synchronization

/// Shows several runs side by side, and their outcomes in a table at the end. Ctrl-C asks once what to do with the jobs
/// that the trainer has, a second one leaves at once.
struct BatchFollower: Sendable {
    let console: Console
    let placed: [BatchPlan.Run.Placed]

    func callAsFunction(_ start: (@escaping StopQuestion) -> RunHandle<[RunOutcome]>) async throws
        -> ExitStatus
    {
        let interrupted = Mutex(false)
        let run = start { ids in
            guard interrupted.withLock({ $0 }) else { return false }
            console.clearStatus()
            let question =
                "\(ids.count) job(s) are running. [c]ancel all of them / [l]eave them running (Ctrl-C leaves at once): "
            return await console.wantsCancel(question) ?? false
        }
        Interrupts.override { count, _ in
            interrupted.withLock { $0 = true }
            if count > 1 { leaveAtOnce(run) }
            run.cancel()
        }
        defer { Interrupts.override(nil) }
        let outcomes = try await show(run)
        console.clearStatus()
        if interrupted.withLock({ $0 }) { sayWhatRuns(outcomes) }
        return finish(outcomes)
    }

    private func show(_ run: RunHandle<[RunOutcome]>) async throws -> [RunOutcome] {
        let screens = Dictionary(
            uniqueKeysWithValues: placed.map {
                ($0.run.name, Screen(console, streamsEvents: true, run: $0.run))
            })
        let batch = Screen(console, streamsEvents: true)
        return try await Screen.follow(run) { event in
            (event.name.flatMap { screens[$0] } ?? batch).show(event)
        }
    }

    private func sayWhatRuns(_ outcomes: [RunOutcome]) {
        for outcome in outcomes where outcome.exit == .interrupted {
            guard let id = outcome.jobID?.printableLine else { continue }
            console.say("[\(outcome.run)] left running; follow it with: lorapipe watch \(id)")
        }
    }

    private func finish(_ outcomes: [RunOutcome]) -> ExitStatus {
        console.show(
            Table.text(
                ["run", "status", "job", "output"],
                outcomes.map { [$0.run, $0.status.rawValue, $0.jobID ?? "–", $0.outputPath ?? "–"] }))
        let undone = outcomes.count { $0.exit != .done }
        if undone > 0 {
            console.say("hint: the same command again goes on with what is not done")
            console.say("error: \(undone) of \(outcomes.count) runs are not done")
        }
        return ExitStatus.gravest(of: outcomes.map(\.exit))
    }

    private func leaveAtOnce(_ run: RunHandle<[RunOutcome]>) -> Never {
        console.clearStatus()
        let ids = placed.compactMap { placed in
            let progress = run.progress(ofRunNamed: placed.run.name)
            return progress.hasEnded ? nil : progress.jobID?.printableLine
        }
        console.say(
            "error: interrupted" + (ids.isEmpty ? "" : "; these jobs go on: \(ids.joined(separator: ", "))"))
        _exit(ExitStatus.interrupted.rawValue)
    }
}
