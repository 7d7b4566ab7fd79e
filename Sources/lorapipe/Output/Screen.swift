import Dataset
import Foundation
import MusubiAPI
import Pipeline
import Synchronization
import Train

/// Shows the events of a run: a bar on a terminal, a line a stage elsewhere, or JSON lines.
final class Screen: Sendable {
    private let console: Console
    private let streamsEvents: Bool
    /// The run where there are several.
    private let run: BatchPlan.Run?
    private let state = Mutex(State())

    private struct State {
        var status: TrainingStatus?
        var report: String?
        var summary: [String] = []
        /// Elsewhere than on a terminal, where no bar moves.
        var news = News(since: .now)
    }

    /// - Parameters:
    ///   - streamsEvents: whether `--json` means a line an event; otherwise the command prints one document.
    ///   - run: the run, where several are shown side by side.
    init(_ console: Console, streamsEvents: Bool, run: BatchPlan.Run? = nil) {
        self.console = console
        self.streamsEvents = streamsEvents
        self.run = run
    }

    /// What to repeat of the run's earlier stages when it ends: the report's counts, the payload, the export.
    var summary: [String] { state.withLock { [$0.report].compactMap(\.self) + $0.summary } }

    /// Shows all events of a run to its end; stops the run when the task is cancelled.
    ///
    /// - Returns: the run's value.
    /// - Throws: what ended the run.
    func follow<Value>(_ run: RunHandle<Value>) async throws -> Value {
        try await Self.follow(run) { [self] in show($0) }
    }

    /// Gives all events of a run to its end to `show`; stops the run when the task is cancelled.
    static func follow<Value>(_ run: RunHandle<Value>, _ show: @escaping @Sendable (RunEvent) -> Void)
        async throws -> Value
    {
        // Not cancelled with this task: the last events of a run that was stopped are shown too.
        let shown = Task { for await event in run.events { show(event) } }
        return try await withTaskCancellationHandler {
            await shown.value
            return try await run.value
        } onCancel: {
            run.cancel()
        }
    }

    /// Shows an event.
    func show(_ runEvent: RunEvent) {
        let event = runEvent.event
        note(event)
        if streamsEvents, event.hasLine { console.emit(runEvent.line) }
        if case .runFinished = event { setStatus(nil) }
        let status = EventText.status(event)
        if let status { setStatus(status) }
        if let line = EventText.line(event, changesStatus: changesStatus(event)) {
            say(line)
        } else if let status, !console.isTerminal, state.withLock({ $0.news.isDue(at: .now) }) {
            say(status.plain)
        }
        switch event {
        case .finished, .submitted, .packed, .report: setStatus(nil)
        case .runFinished(let outcome): sayHint(outcome)
        default: break
        }
    }

    private func say(_ line: String) {
        state.withLock { $0.news.wasTold(at: .now) }
        console.say((run.map { "[\($0.name)] " } ?? "") + line)
    }

    private func sayHint(_ outcome: RunOutcome) {
        if outcome.status == .blocked, let run {
            say("hint: \(run.command("check")) shows the findings")
        } else if !outcome.hint.isEmpty, outcome.exit != .interrupted {
            say("hint: \(outcome.hint)")
        }
    }

    /// The run's line at the bottom; nil takes it away.
    private func setStatus(_ line: StatusLine?) {
        var line = line
        line?.run = run?.name
        console.setStatus(line, of: run?.name ?? "")
    }

    private func note(_ event: Event) {
        switch event {
        case .report(let counts, _, _), .unprepared(_, let counts):
            let line =
                "report: \(counts.rows) row(s), \(counts.errors) error(s), \(counts.warnings) warning(s), \(counts.notes) note(s)"
            state.withLock { $0.report = line }
        case .packed(let directory, _, _, let payload, _):
            state.withLock {
                $0.summary += ["payload: sha256 \(payload)", "export: \(directory.shownPath)"]
            }
        default: break
        }
    }

    private func changesStatus(_ event: Event) -> Bool {
        guard case .job(.progress(let job, _)) = event else { return false }
        return state.withLock { state in
            defer { state.status = job.status }
            return state.status != job.status
        }
    }
}

/// Says when a log that shows no bar should have a line again: a long wait without one looks like a hang.
struct News {
    /// The longest time without a line, as long as something happens at all.
    static let interval = Duration.seconds(60)

    private var last: ContinuousClock.Instant

    /// No line was written before this moment.
    init(since start: ContinuousClock.Instant) { last = start }

    /// A line was written.
    mutating func wasTold(at now: ContinuousClock.Instant) { last = now }

    /// Whether the interval has passed since the last line.
    func isDue(at now: ContinuousClock.Instant) -> Bool { now - last >= Self.interval }
}
