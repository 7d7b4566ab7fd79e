import Dataset
import Foundation
import MusubiAPI
import Pack
import Pipeline
import Store
import Synchronization

/// Shows the events of a run: a bar on a terminal, a line a stage elsewhere, or JSON lines.
final class Screen: Sendable {
    private let console: Console
    private let streamsEvents: Bool
    private let last = Mutex(Moment())

    /// When something that comes often was last shown, and which job is followed.
    private struct Moment {
        var shown: ContinuousClock.Instant?
        var jobID: String?
        var status: TrainingStatus?
        var summary: [String] = []
    }

    /// - Parameter streamsEvents: whether `--json` means a line an event; otherwise the command prints one document.
    init(_ console: Console, streamsEvents: Bool) {
        self.console = console
        self.streamsEvents = streamsEvents
    }

    /// The job followed, once there is one.
    var jobID: String? { last.withLock { $0.jobID } }

    /// What to remember of the run's earlier stages when it ends: the report's counts, the payload, where it lies.
    var summary: [String] { last.withLock { $0.summary } }

    /// Shows an event; may be called from any thread.
    func show(_ event: Event) {
        note(event)
        guard isDue(event) else { return }
        if streamsEvents { console.emit(event.json(at: Event.now())) }
        if let line = EventText.status(event) { console.setStatus(line) }
        if let line = EventText.line(event, changesStatus: changesStatus(event)) { console.say(line) }
        if case .finished = event { console.setStatus("") }
        if case .submitted = event { console.setStatus("") }
        if case .packed = event { console.setStatus("") }
        if case .report = event { console.setStatus("") }
    }

    private func note(_ event: Event) {
        switch event {
        case .submitted(let id, _), .attached(let id, _): last.withLock { $0.jobID = id }
        case .progress(let job, _): last.withLock { $0.jobID = job.id }
        case .trainedBefore(let submission): last.withLock { $0.jobID = submission.jobID }
        case .report(let report, _):
            let counts = Severity.allCases.reversed().map { "\(report.count($0)) \($0.rawValue)(s)" }
            last.withLock {
                $0.summary.append("report: \(report.rows) row(s), " + counts.joined(separator: ", "))
            }
        case .packed(let packed):
            last.withLock {
                $0.summary += [
                    "payload: sha256 \(packed.head.payload.digest)", "export: \(packed.directory)",
                ]
            }
        default: break
        }
    }

    private func changesStatus(_ event: Event) -> Bool {
        guard case .progress(let job, _) = event else { return false }
        return last.withLock { moment in
            defer { moment.status = job.status }
            return moment.status != job.status
        }
    }

    /// Counting events come by the thousand: ten a second are enough, and the last of them.
    private func isDue(_ event: Event) -> Bool {
        switch event {
        case .checked(let done, let all), .prepared(let done, let all, _): done == all || isTimeToShow()
        case .uploading(let sent, let all): sent == all || isTimeToShow()
        default: true
        }
    }

    private func isTimeToShow() -> Bool {
        last.withLock { moment in
            let now = ContinuousClock.now
            if let shown = moment.shown, now - shown < .milliseconds(100) { return false }
            moment.shown = now
            return true
        }
    }
}
