import Foundation
import MusubiAPI
import Synchronization
import Train

/// The events of one run, or of all runs of a batch: written by the run, read by any number of listeners at their own
/// pace. A listener has a position in this log and no buffer of its own, so that one that never reads costs nothing and
/// holds nobody up.
///
/// Memory is bounded twice. Events that only count are recorded ten times a second at most, and the last of them
/// always. Above `limit` events the older half loses those that a later one supersedes (counts, the job's progress),
/// and where that is too little, its oldest.
final class RunLog: Sendable {
    /// How many events are kept.
    static let limit = 4096

    fileprivate struct State {
        var events: [RunEvent] = []
        var next = 1
        var isClosed = false
        var lastWaiter: UInt64 = 0
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var progress: [String: RunProgress] = [:]
        /// When an event that only counts was last recorded, by run.
        var counted: [String: ContinuousClock.Instant] = [:]
    }
    private let state = Mutex(State())

    /// Records an event; from any thread. After `close` nothing is recorded.
    func append(_ event: Event, run: String, name: String?) {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.progress[run, default: RunProgress()].note(event)
            guard !state.isClosed, state.isDue(event, run) else { return [] }
            state.events.append(RunEvent(number: state.next, run: run, name: name, event))
            state.next += 1
            if state.events.count > Self.limit { state.thin() }
            return state.wake()
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Ends the stream: listeners get what is recorded, and then the end.
    func close() {
        let waiters = state.withLock { state in
            state.isClosed = true
            return state.wake()
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Makes a run's job known before there is an event of it.
    func follow(_ jobID: String, run: String) {
        state.withLock { $0.progress[run, default: RunProgress()].jobID = jobID }
    }

    /// How far a run is.
    func progress(of run: String) -> RunProgress {
        state.withLock { $0.progress[run] ?? RunProgress() }
    }

    /// How many events are kept at this moment.
    var count: Int { state.withLock { $0.events.count } }

    /// The first event behind a number; waits for one. Nil at the end of the stream, and when the task is cancelled.
    func event(after number: Int) async -> RunEvent? {
        while !Task.isCancelled {
            let (event, isOver) = state.withLock { state in (state.first(after: number), state.isClosed) }
            if event != nil || isOver { return event }
            await wait(after: number)
        }
        return nil
    }

    private func wait(after number: Int) async {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    // A cancellation that came before this finds no waiter to wake.
                    if state.isClosed || Task.isCancelled || state.first(after: number) != nil { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}

extension RunLog.State {
    /// Events that only count come by the thousand.
    fileprivate mutating func isDue(_ event: Event, _ run: String) -> Bool {
        guard let isLast = event.isLastCount, !isLast else { return true }
        let now = ContinuousClock.now
        if let last = counted[run], now - last < .milliseconds(100) { return false }
        counted[run] = now
        return true
    }

    fileprivate func first(after number: Int) -> RunEvent? {
        guard let last = events.last, last.number > number else { return nil }
        // The numbers rise: a binary search.
        var (low, high) = (0, events.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if events[middle].number > number { high = middle } else { low = middle + 1 }
        }
        return events[low]
    }

    fileprivate mutating func thin() {
        let older = events.prefix(events.count / 2).filter { !$0.event.isSuperseded }
        events = older + events.suffix(from: events.count / 2)
        let room = RunLog.limit * 3 / 4
        if events.count > room { events.removeFirst(events.count - room) }
    }

    fileprivate mutating func wake() -> [CheckedContinuation<Void, Never>] {
        defer { waiters = [:] }
        return Array(waiters.values)
    }
}

/// How far a run is, as its events show it; up to date when an event has been recorded.
public struct RunProgress: Sendable, Equatable {
    /// The job that is followed, once there is one.
    public internal(set) var jobID: String?
    /// Whether a payload was about to be sent: from then on only the trainer knows its job.
    public internal(set) var hasBegunSending = false
    /// Whether the job was seen to end.
    public internal(set) var hasEnded = false

    mutating func note(_ event: Event) {
        switch event {
        case .submitted(let id, _), .attached(let id, _), .trainedBefore(let id, _, _, _): jobID = id
        case .job(.progress(let job, _)): jobID = job.id
        case .forecast: hasBegunSending = true
        case .finished: hasEnded = true
        default: break
        }
    }
}

/// The events of a run, in order, from the first or from a number on, to the end of the run. Any number of listeners
/// may iterate over it, now or after the end; each gets the same events.
///
/// A run keeps its last 4,096 events. Beyond that the older counts and progress are dropped first; a listener that
/// comes late or falls behind sees a gap in the numbers. Iteration ends early when the listener's task is cancelled.
public struct RunEvents: AsyncSequence, Sendable {
    let log: RunLog
    let start: Int

    /// The position of one listener.
    public struct Iterator: AsyncIteratorProtocol {
        let log: RunLog
        var last: Int

        /// The next event; nil at the end.
        public mutating func next() async -> RunEvent? {
            guard let event = await log.event(after: last) else { return nil }
            last = event.number
            return event
        }
    }

    /// A listener of its own.
    public func makeAsyncIterator() -> Iterator { Iterator(log: log, last: start - 1) }
}
