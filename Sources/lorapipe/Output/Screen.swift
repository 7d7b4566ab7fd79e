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
    /// The run's name where there are several.
    private let run: String?
    private let last = Mutex(Moment())

    /// When something that comes often was last shown, and which job is followed.
    private struct Moment {
        var shown: ContinuousClock.Instant?
        var jobID: String?
        var hasBegunSending = false
        var status: TrainingStatus?
        var report: String?
        var summary: [String] = []
        var ended: Training.Ending?
        /// Elsewhere than on a terminal, where no bar moves.
        var news = News(since: .now)
    }

    /// - Parameters:
    ///   - streamsEvents: whether `--json` means a line an event; otherwise the command prints one document.
    ///   - run: the run's name, where several are shown side by side.
    init(_ console: Console, streamsEvents: Bool, run: String? = nil) {
        self.console = console
        self.streamsEvents = streamsEvents
        self.run = run
    }

    /// The job followed, once there is one.
    var jobID: String? { last.withLock { $0.jobID } }

    /// Whether a payload was about to be sent: from then on only the trainer knows what came of it.
    var hasBegunSending: Bool { last.withLock { $0.hasBegunSending } }

    /// How the job ended, once it was seen to.
    var ended: Training.Ending? { last.withLock { $0.ended } }

    /// What to remember of the run's earlier stages when it ends: the report's counts, the payload, where it lies.
    var summary: [String] { last.withLock { [$0.report].compactMap(\.self) + $0.summary } }

    /// Shows an event; may be called from any thread.
    func show(_ event: Event) {
        note(event)
        guard isDue(event) else { return }
        if streamsEvents, !Self.movesBarAlone(event) { emit(event.json(at: Event.now())) }
        let status = EventText.status(event)
        if let status { setStatus(status) }
        if let line = EventText.line(event, changesStatus: changesStatus(event)) {
            say(line)
        } else if let status, !console.isTerminal, last.withLock({ $0.news.isDue(at: .now) }) {
            say(status.plain)
        }
        switch event {
        case .finished, .submitted, .packed, .report: setStatus(nil)
        default: break
        }
    }

    /// A line of the run's.
    func say(_ line: String) {
        last.withLock { $0.news.wasTold(at: .now) }
        console.say((run.map { "[\($0)] " } ?? "") + line)
    }

    /// The run's line at the bottom; nil takes it away.
    func setStatus(_ line: StatusLine?) {
        var line = line
        line?.run = run
        console.setStatus(line, of: run ?? "")
    }

    /// An event's line for programs, with the run's name behind the moment where there are several.
    func emit(_ json: JSONValue) {
        guard let run, var members = json.members else { return console.emit(json) }
        members.insert(.init("run", .string(run)), at: min(2, members.count))
        console.emit(.object(members))
    }

    private func note(_ event: Event) {
        switch event {
        case .submitted(let id, _), .attached(let id, _): last.withLock { $0.jobID = id }
        case .forecast: last.withLock { $0.hasBegunSending = true }
        case .progress(let job, _): last.withLock { $0.jobID = job.id }
        case .trainedBefore(let submission): last.withLock { $0.jobID = submission.jobID }
        case .finished(let id, let job):
            last.withLock { $0.ended = job.map { .seen($0) } ?? .lost(jobID: id) }
        case .report(let report, _, _), .unprepared(_, let report):
            let counts = Severity.allCases.reversed().map { "\(report.count($0)) \($0.rawValue)(s)" }
            last.withLock { $0.report = "report: \(report.rows) row(s), " + counts.joined(separator: ", ") }
        case .packed(let packed):
            last.withLock {
                $0.summary += [
                    "payload: sha256 \(packed.head.payload.digest)", "export: \(packed.directory.shownPath)",
                ]
            }
        default: break
        }
    }

    /// A stalled job is told of once; that it still is, every two seconds.
    private static func movesBarAlone(_ event: Event) -> Bool {
        if case .standing = event { true } else { false }
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
