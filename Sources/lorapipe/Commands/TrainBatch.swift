import Dataset
import Foundation
import MusubiAPI
import Pipeline
import Synchronization
import Train

/// Carries out the runs of a plan side by side, tells each one's end in a line, and all of them at the end.
struct TrainBatch: Sendable {
    let console: Console
    let workshop: Workshop
    let plan: BatchPlan
    let wishes: Training.Wishes
    let inFlight: Int
    /// Where the export of one of so many runs goes.
    let directory: @Sendable (BatchPlan.Run, Int) -> String

    /// A run and where it is shown.
    struct Line: Sendable {
        let run: BatchPlan.Run
        let screen: Screen
    }

    func callAsFunction() async throws -> ExitStatus {
        let lines = plan.runs.map {
            Line(run: $0, screen: Screen(console, streamsEvents: true, run: $0.name))
        }
        console.say("\(lines.count) runs, at most \(inFlight) at a time")
        let turns = Turns()
        let task = Task { await Batch(inFlight: inFlight)(lines) { line in await run(line, turns) } }
        let interrupted = Mutex(false)
        Interrupts.override { [console] count, _ in
            interrupted.withLock { $0 = true }
            if count > 1 { BatchInterrupt.leaveAtOnce(console, lines) }
            task.cancel()
        }
        defer { Interrupts.override(nil) }
        // Cancelled from outside when stdout can't be written any more.
        let told = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        var outcomes = zip(lines, told).map { line, outcome in
            outcome ?? RunOutcome(notStarted: line.run.name, line.run.file.training.outputName)
        }
        if interrupted.withLock({ $0 }) {
            outcomes = await BatchInterrupt(console: console, workshop: workshop)(lines, outcomes)
        }
        return finish(outcomes)
    }

    private func run(_ line: Line, _ turns: Turns) async -> RunOutcome {
        let start = ContinuousClock.now
        let outcome = await outcome(line, turns)
        line.screen.setStatus(nil)
        tell(outcome, line)
        let file = line.run.file
        await Notifying(
            console: console, workshop: workshop, recipients: file.recipients, run: line.run.name,
            outputName: file.training.outputName
        ).tell(outcome, line.screen, ContinuousClock.now - start)
        return outcome
    }

    private func outcome(_ line: Line, _ turns: Turns) async -> RunOutcome {
        let file = line.run.file
        let pipeline = Pipeline(file, workshop, tell: line.screen.show)
        let directory = directory(line.run, plan.runs.count)
        do {
            // One export at a time: it takes all cores, and the next finds its pictures in the store.
            let export = try await turns { try await pipeline.export(to: directory, ExportWishes()) }
            return RunOutcome(
                line.run.name, file.training.outputName, try await pipeline.train(export, wishes))
        } catch {
            let failure = Failure(Task.isCancelled ? CancellationError() : error)
            return RunOutcome(line.run.name, file.training.outputName, failure, jobID: line.screen.jobID)
        }
    }

    private func tell(_ outcome: RunOutcome, _ line: Line) {
        line.screen.say(outcome.text)
        if outcome.status == "blocked" {
            line.screen.say("hint: \(line.run.command("check")) shows the findings")
        } else if !outcome.hint.isEmpty, outcome.exit != .interrupted {
            line.screen.say("hint: \(outcome.hint)")
        }
        line.screen.emit(
            .object([.init("event", "run-finished"), .init("at", .string(Event.now()))] + outcome.members))
    }

    private func finish(_ outcomes: [RunOutcome]) -> ExitStatus {
        console.clearStatus()
        console.show(
            Table.text(
                ["run", "status", "job", "output"],
                outcomes.map { [$0.run, $0.status, $0.jobID ?? "–", $0.outputPath ?? "–"] }))
        let exit = ExitStatus.gravest(of: outcomes.map(\.exit))
        let undone = outcomes.count { $0.exit != .done }
        if undone > 0 {
            console.say("hint: the same command again goes on with what is not done")
            console.say("error: \(undone) of \(outcomes.count) runs are not done")
        }
        console.emit(
            .record([
                "event": "batch-finished", "at": .string(Event.now()),
                "runs": .array(outcomes.map { .object([.init("run", .string($0.run))] + $0.members) }),
            ]))
        return exit
    }
}
