import Dataset
import Foundation
import MusubiAPI
import Pipeline
import Store
import Train

/// What Ctrl-C does to several runs: no other begins, and on a terminal the user says what becomes of the jobs that the
/// trainer has.
struct BatchInterrupt: Sendable {
    let console: Console
    let workshop: Workshop

    /// - Returns: the outcomes, with what became of the jobs.
    func callAsFunction(_ lines: [TrainBatch.Line], _ outcomes: [RunOutcome]) async -> [RunOutcome] {
        console.clearStatus()
        let running = zip(lines, outcomes).filter { $1.exit == .interrupted && $1.jobID != nil }
        guard !running.isEmpty else { return outcomes }
        guard await wantsCancel(running.count) else {
            for (line, outcome) in running {
                line.screen.say(
                    "left running; follow it with: lorapipe watch \((outcome.jobID ?? "").printableLine)")
            }
            return outcomes
        }
        let ended = await Batch(inFlight: 8)(Array(zip(lines, outcomes))) { line, outcome in
            outcome.exit == .interrupted ? await cancelled(line, outcome) : outcome
        }
        return zip(ended, outcomes).map { $0 ?? $1 }
    }

    private func cancelled(_ line: TrainBatch.Line, _ outcome: RunOutcome) async -> RunOutcome {
        guard let id = outcome.jobID, let endpoint = line.run.file.endpoint else { return outcome }
        let name = line.run.file.training.outputName
        let ended: RunOutcome
        do {
            let client = TrainerClient(endpoint, http: workshop.http(for: endpoint))
            switch try await Cancel(client: client, ledger: workshop.store.ledger)(id) {
            case .cancelled(let job), .alreadyEnded(let job):
                ended = RunOutcome(line.run.name, name, .seen(job))
            case .accepted(let job):
                ended = RunOutcome(
                    line.run.name, name, Failure(notConfirmed: id, job, "it took the wish"), jobID: id)
            case .notConfirmed(let job, let words):
                ended = RunOutcome(line.run.name, name, Failure(notConfirmed: id, job, words), jobID: id)
            }
        } catch {
            ended = RunOutcome(line.run.name, name, Failure(error), jobID: id)
        }
        line.screen.say(ended.text)
        return ended
    }

    private func wantsCancel(_ count: Int) async -> Bool {
        await console.wantsCancel(
            "\(count) job(s) are running. [c]ancel all of them / [l]eave them running (Ctrl-C leaves at once): "
        ) ?? false
    }

    static func leaveAtOnce(_ console: Console, _ lines: [TrainBatch.Line]) -> Never {
        console.clearStatus()
        let ids = lines.compactMap { $0.screen.ended == nil ? $0.screen.jobID?.printableLine : nil }
        console.say(
            "error: interrupted" + (ids.isEmpty ? "" : "; these jobs go on: \(ids.joined(separator: ", "))"))
        _exit(ExitStatus.interrupted.rawValue)
    }
}
