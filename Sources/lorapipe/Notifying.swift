import Dataset
import Foundation
import Pipeline

/// Does a run's work, and tells the pipeline's recipients how it ended.
struct Notifying: Sendable {
    let console: Console
    let workshop: Workshop
    let recipients: Recipients
    let run: String
    let outputName: String?

    /// Runs `work`, whose events go to `screen`; its result and its error are handed on.
    func callAsFunction(_ screen: Screen, _ work: () async throws -> ExitStatus) async throws -> ExitStatus {
        let start = ContinuousClock.now
        do {
            let status = try await work()
            // Without an end there is nothing to tell: it was handed over and goes on.
            if let ending = screen.ended {
                await tell(RunOutcome(run, outputName, ending), screen, ContinuousClock.now - start)
            }
            return status
        } catch {
            let failure = Failure(error)
            // The user's own wish, by Ctrl-C, is no news to anybody.
            if !["cancelled", "cancel-not-confirmed"].contains(failure.code) {
                var outcome = RunOutcome(run, outputName, failure, jobID: screen.jobID)
                if let ending = screen.ended { outcome = RunOutcome(run, outputName, ending) }
                await tell(outcome, screen, ContinuousClock.now - start)
            }
            throw error
        }
    }

    /// Tells an outcome. What goes wrong with that is a note and changes nothing.
    func tell(_ outcome: RunOutcome, _ screen: Screen, _ time: Duration) async {
        guard !recipients.isEmpty, let notice = outcome.notice(after: time) else { return }
        let notify = Notify(
            recipients, http: workshop.http, environment: ProcessInfo.processInfo.environment)
        for trouble in await notify(notice) {
            screen.say("note: \(trouble)")
            screen.emit(
                .record([
                    "event": "notify-failed", "at": .string(Event.now()), "message": .string(trouble),
                ]))
        }
    }
}
